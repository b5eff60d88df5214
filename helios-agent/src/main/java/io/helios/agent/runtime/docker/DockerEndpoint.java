package io.helios.agent.runtime.docker;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine is.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 * @param certPath directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null speaks
 *     without TLS
 */
public record DockerEndpoint(URI uri, @Nullable Path certPath) {
  public static final String DEFAULT = "unix:///var/run/docker.sock";
  private static final int PORT = 2375;
  private static final int TLS_PORT = 2376;

  /**
   * Reads what an option or {@code DOCKER_HOST} says; null or empty means the default socket.
   *
   * @throws IllegalArgumentException when it is neither a unix socket nor a tcp address
   */
  public static DockerEndpoint parse(@Nullable String address, @Nullable Path certPath) {
    String text = address == null || address.isBlank() ? DEFAULT : address.trim();
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw invalid(text);
    }
    String scheme = uri.getScheme();
    if ("unix".equals(scheme) && uri.getPath() != null && uri.getPath().length() > 1) {
      return new DockerEndpoint(uri, null);
    }
    if (("tcp".equals(scheme) || "http".equals(scheme) || "https".equals(scheme))
        && uri.getHost() != null) {
      int port = uri.getPort() > 0 ? uri.getPort() : certPath == null ? PORT : TLS_PORT;
      return new DockerEndpoint(URI.create("tcp://" + uri.getHost() + ":" + port), certPath);
    }
    throw invalid(text);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "Invalid Docker address '" + text + "': expected unix:///path or tcp://host:port");
  }

  /** The engine's socket on this machine; empty when it is reached over the network. */
  public Optional<Path> socket() {
    return "unix".equals(uri.getScheme()) ? Optional.of(Path.of(uri.getPath())) : Optional.empty();
  }

  /** The machine that the engine runs on; empty when it is this one. */
  public Optional<String> remoteHost() {
    return socket().isPresent()
        ? Optional.empty()
        : Optional.of(Objects.requireNonNull(uri.getHost()));
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
