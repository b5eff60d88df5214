package io.helios.master;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** One line of text on disk, written whole or not at all. */
record StateFile(Path path) {

  /** The line; empty where there is none yet. */
  Optional<String> read() throws IOException {
    return Files.exists(path)
        ? Optional.of(Files.readString(path).trim()).filter(line -> !line.isEmpty())
        : Optional.empty();
  }

  void write(String line) throws IOException {
    Path written = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(written, line + "\n");
    try {
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
