package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code KEY=VALUE} flags. */
final class Pairs {
  private Pairs() {}

  /** What was there, with the given pairs in their place. */
  static Map<String, String> merge(String flag, Map<String, String> base, List<String> given) {
    Map<String, String> merged = new TreeMap<>(base);
    for (String pair : given) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new CliError("Bad " + flag + " '" + pair + "': expected KEY=VALUE");
      }
      merged.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return merged;
  }
}
