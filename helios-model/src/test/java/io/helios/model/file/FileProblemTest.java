package io.helios.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {
  @TempDir Path directory;

  @Test
  void what_the_file_system_refuses_is_told_without_the_name_of_a_class() throws IOException {
    Path file = Files.write(directory.resolve("f"), new byte[] {(byte) 0xff, 0});

    assertThat(told(() -> Files.readString(directory.resolve("none"))))
        .isEqualTo("no such file or directory");
    assertThat(told(() -> Files.readString(directory))).isEqualTo("Is a directory");
    assertThat(told(() -> Files.readString(file))).isEqualTo("it is not UTF-8 text");
    assertThat(told(() -> Files.createDirectories(file))).isEqualTo(file + " is not a directory");
    assertThat(told(() -> Files.createDirectories(file.resolve("below"))))
        .doesNotContain("Exception");
    assertThat(FileProblem.inWords(new AccessDeniedException("x"))).isEqualTo("permission denied");
    assertThat(FileProblem.inWords(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileProblem.inWords(new IOException())).isEqualTo("IOException");
  }

  private static String told(ThrowingCallable use) {
    return FileProblem.inWords(catchThrowableOfType(IOException.class, use));
  }
}
