package io.helios.master;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where to listen.
 *
 * @param host name or address of a local interface; {@code 0.0.0.0} for all
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /**
   * Reads {@code http://host:port} or {@code host:port}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static ListenAddress parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() >= 0
          && uri.getPort() <= 65535) {
        return new ListenAddress(uri.getHost(), uri.getPort());
      }
    } catch (URISyntaxException e) {
      // Said below: the parser's own words help nobody.
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not an address to listen on, such as http://0.0.0.0:5801");
  }

  boolean isLoopback() {
    return LOOPBACK.contains(host);
  }

  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }
}
