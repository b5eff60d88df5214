package io.helios.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoloStateTest {
  @TempDir Path directory;

  @Test
  void the_pid_is_there_for_as_long_as_the_directory_is_held() throws IOException {
    Path state = directory.resolve("new/state");
    try (SoloState held = SoloState.hold(state, 4711)) {
      assertThat(held.agent()).isEqualTo(state.resolve("agent"));
      assertThat(state.resolve("solo.pid")).hasContent("4711\n");
    }

    assertThat(state.resolve("solo.pid")).doesNotExist();
  }

  @Test
  void what_a_killed_process_left_behind_is_no_obstacle() throws IOException {
    Files.writeString(directory.resolve("solo.pid"), "1\n");
    Files.createFile(directory.resolve("solo.lock"));

    try (SoloState held = SoloState.hold(directory, 4711)) {
      assertThat(directory.resolve("solo.pid")).hasContent("4711\n");
      assertThat(held.zookeeper()).isEqualTo(directory.resolve("zookeeper"));
    }
  }

  @Test
  void a_directory_that_is_a_file_is_named() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> SoloState.hold(file, 4711))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't use the state directory " + file);
  }
}
