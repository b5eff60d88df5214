package io.helios.agent.runtime.docker;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a {@code HostConfig} depend on the engine's version. An engine drops what it does
 * not know without a word; a job that asks for it must not run without it.
 */
final class EngineKeys {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  /** The API that brought a key, for those younger than any engine that is still around. */
  private static final Map<String, Api> SINCE =
      Map.of(
          "Annotations", new Api(1, 43),
          "CgroupnsMode", new Api(1, 41),
          "DeviceRequests", new Api(1, 40),
          "KernelMemoryTCP", new Api(1, 40));

  /** The last API with a key. */
  private static final Map<String, Api> UNTIL = Map.of("KernelMemory", new Api(1, 41));

  private EngineKeys() {}

  /** Whether the engine has to be asked for its version. */
  static boolean depend(Collection<String> keys) {
    return keys.stream().anyMatch(key -> SINCE.containsKey(key) || UNTIL.containsKey(key));
  }

  /**
   * What is wrong with one of the keys, for a user; empty if nothing is.
   *
   * @param apiVersion the engine's highest; one that cannot be read passes everything
   */
  static Optional<String> problem(Collection<String> keys, @Nullable String apiVersion) {
    Matcher version = VERSION.matcher(apiVersion == null ? "" : apiVersion);
    if (!version.matches()) {
      return Optional.empty();
    }
    Api engine = new Api(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
    Map<String, String> problems = new TreeMap<>();
    for (String key : keys) {
      Api since = SINCE.get(key);
      Api until = UNTIL.get(key);
      if (since != null && engine.compareTo(since) < 0) {
        problems.put(key, "knows only from API " + since + " on");
      } else if (until != null && engine.compareTo(until) > 0) {
        problems.put(key, "no longer knows after API " + until);
      }
    }
    return problems.entrySet().stream()
        .findFirst()
        .map(
            first ->
                "hostConfig has the key '%s', which a Docker engine %s; this one has API %s"
                    .formatted(first.getKey(), first.getValue(), engine));
  }

  private record Api(int major, int minor) implements Comparable<Api> {
    @Override
    public int compareTo(Api other) {
      return major == other.major
          ? Integer.compare(minor, other.minor)
          : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }
}
