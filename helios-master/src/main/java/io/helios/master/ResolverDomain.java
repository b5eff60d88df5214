package io.helios.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The domain of this machine, as its resolver was told. */
final class ResolverDomain {
  private ResolverDomain() {}

  /** What the first {@code domain} line of that file says; empty if there is none. */
  static String of(Path resolver) {
    try {
      for (String line : Files.readAllLines(resolver)) {
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.size() > 1 && words.get(0).equals("domain")) {
          return words.get(1);
        }
      }
    } catch (IOException unreadable) {
      // A machine without a resolver has no domain.
    }
    return "";
  }
}
