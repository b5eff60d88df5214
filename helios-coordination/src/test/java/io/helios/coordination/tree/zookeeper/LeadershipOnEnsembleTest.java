package io.helios.coordination.tree.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.presence.Leadership;
import io.helios.coordination.presence.TreeLeadership;
import java.time.Duration;
import java.util.List;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.junit.jupiter.api.Test;

class LeadershipOnEnsembleTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  @Test
  void while_servers_of_the_ensemble_die_one_master_leads_and_never_two_at_once() throws Exception {
    try (TestingCluster cluster = new TestingCluster(3)) {
      cluster.start();
      try (ZooKeeperTree first = connect(cluster);
          ZooKeeperTree second = connect(cluster)) {
        String id = ClusterIdentity.establish(first, null, false);
        try (TreeLeadership a = new TreeLeadership(first);
            TreeLeadership b = new TreeLeadership(second)) {
          a.seek(id, "a", "a");
          b.seek(id, "b", "b");
          await().atMost(SOON).until(() -> oneLeads(a, b));
          for (InstanceSpec server : List.copyOf(cluster.getInstances())) {
            assertThat(cluster.killServer(server)).isTrue();
            await().atMost(SOON).until(() -> oneLeads(a, b) && a.leader().equals(b.leader()));
            cluster.restartServer(server);
            await()
                .atMost(SOON)
                .until(() -> first.isConnected() && second.isConnected() && oneLeads(a, b));
          }
          Leadership leader = a.isLeading() ? a : b;
          Leadership other = leader == a ? b : a;
          leader.close();
          await().atMost(SOON).until(other::isLeading);
        }
      }
    }
  }

  private static boolean oneLeads(Leadership a, Leadership b) {
    boolean first = a.isLeading();
    boolean second = b.isLeading();
    // Read twice, for leadership may have moved between the two questions.
    assertThat(first && second && a.isLeading()).as("two leaders").isFalse();
    return first != second;
  }

  private static ZooKeeperTree connect(TestingCluster cluster) throws InterruptedException {
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(cluster.getConnectString()));
    assertThat(tree.awaitConnected(SOON)).isTrue();
    return tree;
  }
}
