package io.helios.agent.health;

import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.PortMapping;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Probes real containers: over HTTP, by a TCP connection, or by a command inside. */
public final class ContainerProbe implements HealthProbe {
  private static final Duration EXEC_LIMIT = Duration.ofSeconds(30);
  private static final String ANY_V4 = "0.0.0.0";
  private static final String ANY_V6 = "::";
  private static final String LOOPBACK = "127.0.0.1";

  private final ContainerRuntime runtime;
  private final Duration execLimit;
  private final HttpTry http = new HttpTry();

  public ContainerProbe(ContainerRuntime runtime) {
    this(runtime, EXEC_LIMIT);
  }

  ContainerProbe(ContainerRuntime runtime, Duration execLimit) {
    this.runtime = runtime;
    this.execLimit = execLimit;
  }

  @Override
  public Result probe(HealthCheck check, Observed container)
      throws InterruptedException, RuntimeFailure {
    try {
      return check.on(new Kinds(container)).run();
    } catch (RuntimeFailure e) {
      if (Thread.interrupted()) {
        var interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        throw interrupted;
      }
      if (e.kind() == RuntimeFailure.Kind.UNAVAILABLE) {
        throw e;
      }
      return Result.fail(String.valueOf(e.getMessage()));
    }
  }

  private Result exec(HealthCheck.Exec check, Observed container) throws RuntimeFailure {
    if (check.command().isEmpty()) {
      return Result.fail("the health check has no command");
    }
    Duration limit = limit(check);
    int code = runtime.exec(container.id(), check.command(), limit == null ? execLimit : limit);
    return code == 0
        ? Result.pass()
        : Result.fail("the health check's command ended with exit code " + code + hint(code));
  }

  /** Engines and shells say so of a command that they could not begin. */
  private static String hint(int code) {
    return code == 126 || code == 127
        ? " (usually: the image has no such command, or it cannot be executed)"
        : "";
  }

  /** What the engine's own check says, without trying anything. */
  private static Result told(Observed container) {
    EngineHealth health = container.health();
    if (health == null) {
      return Result.fail("the container has no HEALTHCHECK of its image");
    }
    return health.status() == EngineHealth.Status.HEALTHY
        ? Result.pass()
        : Result.fail(health.reason());
  }

  private static @Nullable Duration limit(HealthCheck check) {
    Integer seconds = check.liveness().timeout();
    return seconds == null ? null : Duration.ofSeconds(Math.max(1, seconds));
  }

  private Result onPort(Observed container, @Nullable String name, Try attempt)
      throws RuntimeFailure, InterruptedException {
    PortMapping port = name == null ? null : container.ports().get(name);
    if (port == null) {
      return Result.fail("the health check's port '" + name + "' is none of the job's ports");
    }
    if (port.externalPort() == null) {
      return Result.fail(
          "the health check's port '"
              + name
              + "' is not published in the job's network; use an exec check");
    }
    return attempt.at(address(port), port.externalPort());
  }

  /**
   * A port published on all addresses is asked for through the bridge: on loopback the engine's
   * proxy would accept whether or not the container listens.
   */
  private String address(PortMapping port) throws RuntimeFailure {
    String ip = port.ip();
    if (ip != null && !ip.equals(ANY_V4) && !ip.equals(ANY_V6)) {
      return ip;
    }
    return runtime.bridgeAddress().orElse(LOOPBACK);
  }

  /** What a kind of check comes down to. */
  private interface Attempt {
    Result run() throws RuntimeFailure, InterruptedException;
  }

  /** One try of an address. */
  private interface Try {
    Result at(String address, int port) throws InterruptedException;
  }

  private final class Kinds implements HealthCheck.Cases<Attempt> {
    private final Observed container;

    Kinds(Observed container) {
      this.container = container;
    }

    @Override
    public Attempt http(HealthCheck.Http check) {
      String path = check.path() == null ? "/" : check.path();
      return () ->
          onPort(
              container,
              check.port(),
              (address, port) -> http.get(address, port, path, limit(check)));
    }

    @Override
    public Attempt tcp(HealthCheck.Tcp check) {
      return () ->
          onPort(
              container,
              check.port(),
              (address, port) -> TcpTry.connect(address, port, limit(check)));
    }

    @Override
    public Attempt exec(HealthCheck.Exec check) {
      return () -> ContainerProbe.this.exec(check, container);
    }

    @Override
    public Attempt docker(HealthCheck.Docker check) {
      return () -> told(container);
    }
  }
}
