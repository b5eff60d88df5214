package io.helios.master.event;

import io.helios.events.EventSender;
import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file with one JSON object per line, which is only ever appended to. When it has reached its
 * size it is renamed to {@code .1}, the older ones to {@code .2} and so on; the oldest goes. For
 * one thread.
 */
public final class AuditLog implements EventSender {
  private final Path file;
  private final long rotateAt;
  private final int kept;
  private @Nullable OutputStream out;
  private long size;

  /**
   * A log that opens its file with the first event.
   *
   * @param rotateAt bytes
   * @param kept older files
   */
  public AuditLog(Path file, long rotateAt, int kept) {
    this.file = file.toAbsolutePath();
    this.rotateAt = rotateAt;
    this.kept = kept;
  }

  @Override
  public void send(String topic, byte[] message) throws IOException {
    try {
      OutputStream open = opened();
      byte[] line = new byte[message.length + 1];
      System.arraycopy(message, 0, line, 0, message.length);
      line[message.length] = '\n';
      open.write(line); // One call, unbuffered: a kill leaves whole lines.
      size += line.length;
    } catch (IOException e) {
      close();
      throw new IOException(
          "the audit log " + file + " cannot be written: " + FileProblem.inWords(e), e);
    }
  }

  private OutputStream opened() throws IOException {
    // Somebody else may have moved it away, as logrotate does.
    if (out != null && !Files.exists(file)) {
      close();
    }
    if (out != null && size >= rotateAt) {
      close();
      rotate();
    }
    OutputStream open = out;
    if (open == null) {
      open = LogFile.open(file);
      out = open;
      size = Files.size(file);
    }
    return open;
  }

  private void rotate() throws IOException {
    for (int number = kept; number > 0; number--) {
      Path older = number == 1 ? file : numbered(number - 1);
      if (Files.exists(older)) {
        Files.move(older, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
