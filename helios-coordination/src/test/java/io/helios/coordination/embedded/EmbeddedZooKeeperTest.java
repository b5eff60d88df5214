package io.helios.coordination.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
  private static final TreePath PATH = TreePath.of("/a");

  @TempDir private Path directory;

  @Test
  void a_restart_keeps_the_data() throws Exception {
    Path data = directory.resolve("not/there/yet");
    int port;
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(data, 0);
        ZooKeeperTree tree = connect(server)) {
      port = server.port();
      tree.commit(Changes.NONE.create(PATH, new byte[] {42}));
      assertThat(server.isServing()).isTrue();
    }
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(data, port);
        ZooKeeperTree tree = connect(server)) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(tree.get(PATH).orElseThrow().data()).containsExactly(42);
    }
  }

  @Test
  void many_restarts_leave_few_snapshots() throws Exception {
    for (int i = 0; i < 6; i++) {
      try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
          ZooKeeperTree tree = connect(server)) {
        tree.commit(Changes.NONE.create(TreePath.of("/n" + i)));
      }
    }
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0)) {
      assertThat(server.isServing()).isTrue();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                try (var files = Files.list(directory.resolve("version-2"))) {
                  return files
                          .filter(file -> file.getFileName().toString().startsWith("snap"))
                          .count()
                      <= 3;
                }
              });
    }
  }

  @Test
  void a_taken_port_is_named() throws Exception {
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory.resolve("1"), 0)) {
      assertThatThrownBy(() -> EmbeddedZooKeeper.start(directory.resolve("2"), server.port()))
          .isInstanceOf(BindException.class)
          .hasMessageContainingAll(Integer.toString(server.port()), "taken");
      assertThat(server.isServing()).isTrue();
    }
  }

  @Test
  void a_data_directory_that_cannot_be_is_named() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EmbeddedZooKeeper.start(file, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  static ZooKeeperTree connect(EmbeddedZooKeeper server) throws InterruptedException {
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(server.connect()));
    assertThat(tree.awaitConnected(Duration.ofSeconds(30))).isTrue();
    return tree;
  }
}
