package io.helios.agent.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The open sockets of this host and whose they are, read from {@code /proc}. Processes of others
 * are visible to root only.
 */
final class Sockets {
  private static final String LISTENING = "0A";
  private static final String TIME_WAIT = "06";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final Path proc;

  Sockets(Path proc) {
    this.proc = proc;
  }

  /** Whether a socket has that local port; where nothing can be read, it is taken to be so. */
  boolean isOpen(int port, String protocol) {
    try {
      return !inodes(port, protocol).isEmpty();
    } catch (IOException unknown) {
      return true;
    }
  }

  /** For example {@code the process 4711 (nginx)}. */
  Optional<String> holder(int port, String protocol) {
    try {
      Set<String> wanted = new HashSet<>();
      inodes(port, protocol).forEach(inode -> wanted.add("socket:[" + inode + "]"));
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
        for (Path process : processes) {
          if (has(process, wanted)) {
            return Optional.of("the process " + process.getFileName() + name(process));
          }
        }
      }
    } catch (IOException | DirectoryIteratorException unknown) {
      // Then it stays unknown.
    }
    return Optional.empty();
  }

  /** Of those who listen, if any do. */
  private Set<String> inodes(int port, String protocol) throws IOException {
    Set<String> listening = new HashSet<>();
    Set<String> all = new HashSet<>();
    for (String table : List.of(protocol, protocol + "6")) {
      Path path = proc.resolve("net").resolve(table);
      if (!Files.exists(path) && table.endsWith("6")) {
        continue; // A host without IPv6.
      }
      for (String line : Files.readAllLines(path, ISO_8859_1)) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length <= INODE || !isLocal(fields[LOCAL], port)) {
          continue;
        }
        if (fields[STATE].equals(LISTENING)) {
          listening.add(fields[INODE]);
        }
        if (!fields[STATE].equals(TIME_WAIT)) {
          all.add(fields[INODE]);
        }
      }
    }
    return listening.isEmpty() ? all : listening;
  }

  /** The kernel writes addresses as hexadecimal {@code ADDRESS:PORT}. */
  private static boolean isLocal(String address, int port) {
    return address.endsWith(String.format(":%04X", port));
  }

  private static boolean has(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : open) {
        if (sockets.contains(target(file))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
      // Then it is not seen to be the holder.
    }
    return false;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String name(Path process) {
    try {
      return " (" + Files.readString(process.resolve("comm"), ISO_8859_1).strip() + ")";
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }
}
