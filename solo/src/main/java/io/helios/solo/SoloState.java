package io.helios.solo;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The state directory, held by one process at a time. The scripts find the process through the file
 * {@code solo.pid}; what holds others off is a lock, which ends with the process however it ends.
 */
final class SoloState implements AutoCloseable {
  private final Path directory;
  private final FileChannel channel;

  private SoloState(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the directory, making it where it is missing.
   *
   * @param pid of this process
   * @throws IOException with a message for users: another process has it, or it can't be written
   */
  static SoloState hold(Path directory, long pid) throws IOException {
    FileChannel channel = open(directory);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException(
            "another helios-solo runs on the state directory "
                + directory
                + " (process "
                + Files.readString(pidFile(directory)).strip()
                + ")");
      }
      Path written = Files.writeString(directory.resolve("solo.pid.new"), pid + "\n");
      Files.move(
          written,
          pidFile(directory),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return new SoloState(directory, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      return FileChannel.open(directory.resolve("solo.lock"), CREATE, WRITE);
    } catch (IOException e) {
      throw new IOException(
          "can't use the state directory " + directory + ": " + FileProblem.inWords(e), e);
    }
  }

  private static Path pidFile(Path directory) {
    return directory.resolve("solo.pid");
  }

  Path zookeeper() {
    return directory.resolve("zookeeper");
  }

  Path master() {
    return directory.resolve("master");
  }

  Path agent() {
    return directory.resolve("agent");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(pidFile(directory));
    channel.close();
  }
}
