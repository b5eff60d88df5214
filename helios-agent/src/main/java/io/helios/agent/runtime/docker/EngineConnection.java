package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.model.host.DockerVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one engine, and what every use of it shares: the client, deadlines and words for what
 * goes wrong. Making one does not talk to the engine yet.
 */
final class EngineConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineConnection.class);

  // The library would read the user's file for each pull, and fail if it is damaged.
  private static final String NO_CONFIG = "/dev/null";

  /**
   * How long an engine may take.
   *
   * @param ping for the one call that waits for nothing in the engine
   * @param call for what takes no time on a healthy engine
   * @param slow for making, starting and removing: these wait for a slow disk, or for hundreds of
   *     others that start as well
   * @param silence after which a connection over the network is given up, whoever waits for it
   */
  record Limits(Duration ping, Duration call, Duration slow, Duration silence) {
    static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));

    /** The usual ones, with another for calls that take no time. */
    static Limits quick(Duration call) {
      return new Limits(
          call.compareTo(USUAL.ping) < 0 ? call : USUAL.ping, call, USUAL.slow, USUAL.silence);
    }
  }

  private final DockerEndpoint endpoint;
  private final Limits limits;
  private final DockerClient client;
  private final EngineFailures failures;
  private final EngineCalls calls;

  EngineConnection(DockerEndpoint endpoint, Limits limits) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.client = newClient();
    this.failures = new EngineFailures(endpoint);
    this.calls = new EngineCalls(failures);
  }

  private static DefaultDockerClientConfig config(DockerEndpoint endpoint) {
    DefaultDockerClientConfig.Builder config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(endpoint.toString())
            .withDockerConfig(NO_CONFIG)
            .withDockerTlsVerify(endpoint.certPath() != null);
    if (endpoint.certPath() != null) {
      config.withDockerCertPath(endpoint.certPath().toString());
    }
    return config.build();
  }

  private static DockerHttpClient transport(
      DefaultDockerClientConfig config, DockerEndpoint endpoint, Limits limits) {
    // No limit of connections: open streams would use it up and hang every other call.
    ApacheDockerHttpClient.Builder transport =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(Duration.ofSeconds(5));
    if (endpoint.remoteHost().isPresent()) {
      // No interrupt frees a thread from a network socket; over the unix socket this has no effect.
      transport.responseTimeout(limits.silence());
    }
    return transport.build();
  }

  DockerEndpoint endpoint() {
    return endpoint;
  }

  Limits limits() {
    return limits;
  }

  DockerClient client() {
    return client;
  }

  /** One more client, which belongs to the caller; to close it hangs up whatever it waits for. */
  final DockerClient newClient() {
    DefaultDockerClientConfig config = config(endpoint);
    return DockerClientImpl.getInstance(config, transport(config, endpoint, limits));
  }

  EngineFailures failures() {
    return failures;
  }

  EngineCalls calls() {
    return calls;
  }

  /**
   * Fails soon when the engine hangs, before something is asked of it that may rightly take longer.
   */
  void mustAnswer() throws RuntimeFailure {
    try {
      calls.answer("reach the engine", limits.ping(), calls.begin(this::ping));
    } catch (ExecutionException e) {
      RuntimeFailure failure = failures.of("reach the engine", EngineCalls.cause(e));
      if (failure.kind() == RuntimeFailure.Kind.UNAVAILABLE) {
        throw failure;
      }
      // It does answer: what it has to say to the real question counts.
      log.debug("the engine answers, but not well", failure);
    }
  }

  DockerVersion version() throws RuntimeFailure {
    Version version =
        calls.call("ask for the version", limits.call(), () -> client.versionCmd().exec());
    return new DockerVersion(
        version.getApiVersion(),
        version.getArch(),
        version.getGitCommit(),
        version.getGoVersion(),
        version.getKernelVersion(),
        version.getOperatingSystem(),
        version.getVersion());
  }

  private boolean ping() {
    client.pingCmd().exec();
    return true;
  }

  @Override
  public void close() {
    calls.close();
    try {
      client.close();
    } catch (IOException e) {
      log.debug("closing the client of the Docker engine", e);
    }
  }
}
