package io.helios.agent.goals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One small file that is replaced as a whole: a reader finds the old content or the new one. */
public final class StateFile {
  private final Path path;

  public StateFile(Path path) {
    this.path = path;
  }

  /** The content; empty when there is no such file. */
  public Optional<byte[]> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** Replaces the content; when it returns, the new one has reached the disk. */
  public void write(byte[] content) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Takes the file out of the way without losing it; returns where it is now. */
  public Path setAside() throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".unreadable");
    return Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
