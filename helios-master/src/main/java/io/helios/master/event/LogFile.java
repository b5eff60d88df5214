package io.helios.master.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file to which lines are appended, and which not everybody may read. */
public final class LogFile {
  private LogFile() {}

  /** Opens it at its end; it and the directories above are made if they are missing. */
  public static OutputStream open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    if (!Files.exists(absolute)
        && absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          absolute,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }
    return Files.newOutputStream(absolute, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
