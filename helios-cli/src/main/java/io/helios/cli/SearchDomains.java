package io.helios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The DNS search path of this machine. */
final class SearchDomains {
  private SearchDomains() {}

  /** In the order of the last {@code search} line; empty when there is none to be read. */
  static List<String> read(Path resolvConf) {
    try {
      List<String> domains = List.of();
      for (String line : Files.readAllLines(resolvConf)) {
        String[] words = line.strip().split("\\s+");
        if (words[0].equals("search") || words[0].equals("domain")) {
          domains = List.of(words).subList(1, words.length);
        }
      }
      return domains;
    } catch (IOException | RuntimeException e) {
      return List.of(); // Names are then shown and taken as they are.
    }
  }
}
