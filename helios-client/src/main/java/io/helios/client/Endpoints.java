package io.helios.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The masters in the order in which to try them: a random one first, later the one that last
 * answered. A plain http name with several addresses counts once per address.
 */
final class Endpoints {
  /**
   * One address of one master.
   *
   * @param shown as the user gave it, for messages
   * @param address where to connect
   */
  record Endpoint(URI shown, URI address) {}

  private final Supplier<List<URI>> masters;
  private final RandomGenerator random;
  private volatile @Nullable Endpoint preferred;

  Endpoints(Supplier<List<URI>> masters, RandomGenerator random) {
    this.masters = masters;
    this.random = random;
  }

  /** All endpoints, each once; empty when no master is known at present. */
  List<Endpoint> inOrder() {
    List<Endpoint> all = new ArrayList<>();
    for (URI master : masters.get()) {
      all.addAll(expand(master));
    }
    if (all.isEmpty()) {
      return all;
    }
    int start = all.indexOf(preferred);
    Collections.rotate(all, -(start < 0 ? random.nextInt(all.size()) : start));
    return all;
  }

  void prefer(Endpoint endpoint) {
    preferred = endpoint;
  }

  /**
   * Reads an endpoint as users write it.
   *
   * @throws IllegalArgumentException with a message for users
   */
  static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(problem(text, "it is not a URL"), e);
    }
    return check(uri);
  }

  static URI check(URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          problem(uri.toString(), "it must start with http:// or https://"));
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(problem(uri.toString(), "it names no host"));
    }
    if (uri.getPort() < 0) {
      throw new IllegalArgumentException(problem(uri.toString(), "it names no port"));
    }
    if (uri.getPort() < 1 || uri.getPort() > 65535) {
      throw new IllegalArgumentException(
          problem(uri.toString(), "its port is not between 1 and 65535"));
    }
    return uri;
  }

  private static String problem(String text, String why) {
    return "Invalid master endpoint '" + text + "': " + why + " (example: http://master:5801)";
  }

  private static List<Endpoint> expand(URI master) {
    // Behind TLS the name is what the certificate is checked against, so it stays.
    if (master.getScheme().equals("https")) {
      return List.of(new Endpoint(master, master));
    }
    try {
      InetAddress[] addresses = InetAddress.getAllByName(master.getHost());
      if (addresses.length > 1) {
        List<Endpoint> expanded = new ArrayList<>();
        for (InetAddress address : addresses) {
          expanded.add(new Endpoint(master, at(master, address)));
        }
        return expanded;
      }
    } catch (UnknownHostException e) {
      // The attempt to connect will say so, in its turn.
    }
    return List.of(new Endpoint(master, master));
  }

  private static URI at(URI master, InetAddress address) {
    try {
      return new URI(
          master.getScheme(),
          null,
          address.getHostAddress(),
          master.getPort(),
          master.getPath(),
          null,
          null);
    } catch (URISyntaxException e) {
      return master;
    }
  }
}
