package io.helios.agent;

import io.helios.events.delivery.KafkaSender;
import io.helios.model.job.IpAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of options. Every refusal is an {@link IllegalArgumentException} whose one line
 * says which option, what was given and what is expected.
 */
final class OptionValues {
  private static final int HIGHEST_PORT = 65_535;

  private OptionValues() {}

  static Map<String, String> pairs(String option, @Nullable Collection<? extends List<?>> given) {
    Map<String, String> pairs = new TreeMap<>();
    for (String text : flat(given)) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw refused(option, text, "NAME=VALUE");
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }

  /** Values of an option that may be repeated and may take several values each time. */
  static List<String> flat(@Nullable Collection<? extends List<?>> given) {
    return given == null
        ? List.of()
        : given.stream().flatMap(List::stream).map(String::valueOf).toList();
  }

  static List<String> binds(List<String> given) {
    for (String text : given) {
      List<String> parts = List.of(text.split(":", -1));
      boolean mode = parts.size() < 3 || parts.get(2).equals("ro") || parts.get(2).equals("rw");
      if (parts.size() > 3 || parts.contains("") || !mode) {
        throw refused("--bind", text, "SOURCE[:TARGET[:ro|rw]]");
      }
    }
    // A source alone is bound to the same place.
    return given.stream().map(text -> text.contains(":") ? text : text + ":" + text).toList();
  }

  static List<String> addHosts(List<String> given) {
    for (String text : given) {
      int colon = text.indexOf(':');
      if (colon < 1 || !IpAddress.isLiteral(text.substring(colon + 1))) {
        throw refused("--add-host", text, "HOST:IP");
      }
    }
    return given;
  }

  static List<String> dns(List<String> given) {
    for (String text : given) {
      if (!IpAddress.isLiteral(text)) {
        throw refused("--dns", text, "an IP address");
      }
    }
    return given;
  }

  static List<String> brokers(List<String> given) {
    for (String text : given) {
      try {
        KafkaSender.broker(text);
      } catch (IllegalArgumentException e) {
        throw refused("--kafka", text, "HOST:PORT");
      }
    }
    return given;
  }

  /** A directory with what a client needs for TLS; null means none. */
  static void certificates(String option, @Nullable Path directory) {
    if (directory == null) {
      return;
    }
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      if (!Files.isReadable(directory.resolve(file))) {
        throw refused(
            option,
            directory.toString(),
            "a directory with ca.pem, cert.pem and key.pem, but " + file + " cannot be read");
      }
    }
  }

  /** {@code host:port}; null stays null. */
  static @Nullable String syslog(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      URI uri = URI.create("udp://" + text);
      boolean bare = uri.getRawAuthority() != null && text.equals(uri.getRawAuthority());
      if (bare && uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= HIGHEST_PORT) {
        return text;
      }
    } catch (IllegalArgumentException malformed) {
      // Said below.
    }
    throw refused("--syslog-redirect-to", text, "HOST:PORT");
  }

  /** {@code http://host:port} or {@code host:port}. */
  static InetSocketAddress address(String option, String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() >= 0
          && uri.getPort() <= HIGHEST_PORT) {
        return new InetSocketAddress(uri.getHost(), uri.getPort());
      }
    } catch (IllegalArgumentException malformed) {
      // Said below.
    }
    throw refused(option, text, "http://HOST:PORT");
  }

  static int notNegative(String option, int value) {
    if (value < 0) {
      throw refused(option, Integer.toString(value), "a number from 0 on");
    }
    return value;
  }

  static int positive(String option, int value) {
    if (value < 1) {
      throw refused(option, Integer.toString(value), "a number from 1 on");
    }
    return value;
  }

  static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(
          option, Integer.toString(value), "a number from %d to %d".formatted(least, most));
    }
  }

  private static IllegalArgumentException refused(String option, String given, String expected) {
    return new IllegalArgumentException(
        "Invalid " + option + ": '" + given + "', expected " + expected);
  }
}
