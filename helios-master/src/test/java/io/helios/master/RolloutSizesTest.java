package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedFleet;
import io.helios.model.job.JobId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group of thousands of hosts leaves in the tree. */
class RolloutSizesTest {
  private static final int HOSTS = 5_000;
  private static final int LARGEST_NODE = 100_000;

  /** ZooKeeper answers with at most 1 MB. */
  private static final int LARGEST_LIST = 1_000_000;

  @Test
  void no_node_grows_with_the_hosts_of_a_group_beyond_100_kilobytes(@TempDir Path directory)
      throws Exception {
    try (MasterFixture master = MasterFixture.started(directory);
        InMemoryTree agents = master.store.newSession();
        ScriptedFleet fleet = new ScriptedFleet(agents, Duration.ZERO)) {
      JobId job = master.create(MasterFixture.job("web"));
      for (int i = 0; i < HOSTS; i++) {
        fleet.host(
            "rack-%04d-of-the-datacenter.site.example.com-%d".formatted(i, i), Map.of("a", "b"));
      }
      ask(
          master,
          "/deployment-group/",
          "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"a\",\"operator\":\"EQUALS\",\"operand\":\"b\"}]}");
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> master.get("/deployment-group/g/hosts").json().size() == HOSTS);
      ask(
          master,
          "/deployment-group/g/rolling-update",
          "{\"job\":\"%s\",\"rolloutOptions\":{\"parallelism\":1000}}".formatted(job));
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  master
                      .get("/deployment-group/g/rollouts?limit=1")
                      .text()
                      .contains("\"state\":\"SUCCEEDED\""));

      Map<TreePath, Integer> lists = new HashMap<>();
      for (Node node : master.store.everything().values()) {
        assertThat(node.data().length).as(node.path().value()).isLessThan(LARGEST_NODE);
        lists.merge(node.path().parent(), node.path().name().length() + 4, Integer::sum);
      }
      assertThat(lists.values()).allMatch(size -> size < LARGEST_LIST);
    }
  }

  private static void ask(MasterFixture master, String path, String body) {
    Reply reply = master.send("POST", path, body);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
  }
}
