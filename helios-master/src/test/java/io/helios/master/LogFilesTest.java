package io.helios.master;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.cleanup.CleanupRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir private Path directory;

  @Test
  void a_log_that_cannot_be_written_is_told_before_anything_is_lost() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path below = file.resolve("log");

    refused(
        Optional.of(below), Optional.empty(), "The audit log " + below + " cannot be written: ");
    refused(
        Optional.empty(), Optional.of(below), "The access log " + below + " cannot be written: ");
    refused(
        Optional.of(directory),
        Optional.empty(),
        "The audit log " + directory + " cannot be written: Is a directory");
  }

  private void refused(Optional<Path> auditLog, Optional<Path> accessLog, String message) {
    ListenAddress anywhere = new ListenAddress("127.0.0.1", 0);
    MasterApplication master =
        new MasterApplication(
            new MasterOptions(
                "m",
                ZooKeeperOptions.of("localhost:1"),
                anywhere,
                anywhere,
                directory.resolve("state"),
                Set.of(),
                false,
                true,
                CleanupRules.DEFAULT,
                auditLog,
                Optional.empty(),
                accessLog),
            MasterOutside.NONE,
            InMemoryTree.create(),
            Clock.systemUTC());
    assertThatThrownBy(master::start)
        .isInstanceOf(MasterFailed.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("Exception");
    master.stop();
  }
}
