package io.helios.coordination.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperIT {
  private static final String READY = "listening on ";

  @TempDir private Path directory;

  /** What the killed process runs. */
  static final class Server {
    public static void main(String[] args) throws Exception {
      try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(Path.of(args[0]), 0)) {
        System.out.println(READY + server.port());
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void whatever_was_acknowledged_survives_kill_9() throws Exception {
    int written = 0;
    for (int round = 0; round < 2; round++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Server.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output =
              new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
          ZooKeeperTree tree =
              ZooKeeperTree.connect(ZooKeeperOptions.of("127.0.0.1:" + port(output)))) {
        assertThat(tree.awaitConnected(Duration.ofSeconds(30))).isTrue();
        assertThat(tree.children(TreePath.ROOT)).hasSize(written + 1); // and /zookeeper
        for (int i = 0; i < 200; i++) {
          tree.commit(Changes.NONE.create(TreePath.of("/n" + written)));
          written++;
        }
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(directory, 0);
        ZooKeeperTree tree = EmbeddedZooKeeperTest.connect(server)) {
      assertThat(tree.children(TreePath.ROOT)).hasSize(written + 1);
    }
  }

  private static int port(BufferedReader output) throws Exception {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return Integer.parseInt(line.substring(READY.length()));
      }
    }
    throw new AssertionError("the server ended before it listened");
  }
}
