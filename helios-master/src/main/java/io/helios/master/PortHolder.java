package io.helios.master;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who listens on a local port, as far as Linux shows it to this user. */
final class PortHolder {
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** For example {@code java (process 4711)}; empty where it cannot be seen. */
  static Optional<String> of(int port) {
    Set<String> sockets =
        List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
            .flatMap(table -> lines(Path.of(table)).stream())
            .map(line -> line.trim().split("\\s+"))
            .filter(columns -> columns.length > 9 && columns[3].equals(LISTENING))
            .filter(columns -> columns[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
            .map(columns -> "socket:[" + columns[9] + "]")
            .collect(Collectors.toSet());
    return sockets.isEmpty() ? Optional.empty() : holderOf(sockets);
  }

  private static Optional<String> holderOf(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          String name = lines(process.resolve("comm")).stream().findFirst().orElse("?");
          return Optional.of(name + " (process " + process.getFileName() + ")");
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file)
            && sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // Another user's process, or gone.
    }
    return false;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
