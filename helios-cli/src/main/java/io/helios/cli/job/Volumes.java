package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code --volume} and {@code --ramdisk}. */
final class Volumes {
  private Volumes() {}

  /** {@code path}, or {@code source:path[:ro|rw]}; the path is the key, with its option. */
  static Map<String, String> merge(Map<String, String> base, List<String> given) {
    Map<String, String> merged = new TreeMap<>(base);
    for (String text : given) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        merged.put(text, "");
      } else if (colon == 0 || colon == text.length() - 1) {
        throw new CliError("Bad volume: " + text + " (expected [source:]path[:ro|rw])");
      } else {
        merged.put(text.substring(colon + 1), text.substring(0, colon));
      }
    }
    return merged;
  }

  /** {@code path[:options]}, for example {@code /tmp:size=64m}. */
  static Map<String, String> ramdisks(Map<String, String> base, List<String> given) {
    Map<String, String> merged = new TreeMap<>(base);
    for (String text : given) {
      int colon = text.indexOf(':');
      merged.put(
          colon < 0 ? text : text.substring(0, colon), colon < 0 ? "" : text.substring(colon + 1));
    }
    return merged;
  }
}
