package io.helios.coordination.tree.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.RecordingListener;
import io.helios.coordination.mirror.TreeMirror;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.junit.jupiter.api.Test;

class MirrorOnEnsembleTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final TreePath ROOT = TreePath.of("/config");

  @Test
  void when_the_leader_dies_the_view_becomes_live_and_complete_again_and_commits_work()
      throws Exception {
    RecordingListener listener = new RecordingListener();
    try (TestingCluster cluster = new TestingCluster(3)) {
      cluster.start();
      try (ZooKeeperTree tree = connect(cluster);
          ZooKeeperTree other = connect(cluster);
          TreeMirror mirror = new TreeMirror(tree, List.of(ROOT), path -> true, listener)) {
        other.commit(Changes.NONE.create(ROOT).create(ROOT.child("before")));
        mirror.start();
        await().atMost(SOON).until(mirror::isLive);

        killLeader(cluster);
        await().atMost(SOON).until(() -> listener.log().contains("stale"));
        await().atMost(SOON).until(() -> committed(other, ROOT.child("meanwhile")));
        await().atMost(SOON).until(() -> committed(tree, ROOT.child("own")));

        long told = tree.sync();
        assertThat(mirror.caughtUp(told).get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(told);
        assertThat(mirror.isLive()).isTrue();
        assertThat(listener.state()).isEqualTo(there(tree, "before", "meanwhile", "own"));
      }
    }
    assertThat(listener.mistakes()).isEmpty();
  }

  private static ZooKeeperTree connect(TestingCluster cluster) throws InterruptedException {
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(cluster.getConnectString()));
    assertThat(tree.awaitConnected(SOON)).isTrue();
    return tree;
  }

  private static void killLeader(TestingCluster cluster) throws Exception {
    for (InstanceSpec server : cluster.getInstances()) {
      String about =
          FourLetterWordMain.send4LetterWord(server.getHostname(), server.getPort(), "srvr");
      if (about.contains("Mode: leader")) {
        assertThat(cluster.killServer(server)).isTrue();
        return;
      }
    }
    throw new AssertionError("there is no leader");
  }

  /** A commit whose answer was lost may have happened: then the node is there. */
  private static boolean committed(ZooKeeperTree tree, TreePath path) throws Exception {
    try {
      if (tree.get(path).isEmpty()) {
        tree.commit(Changes.NONE.create(path));
      }
      return true;
    } catch (TreeUnavailable e) {
      return false;
    }
  }

  private static Map<TreePath, Node> there(ZooKeeperTree tree, String... names) throws Exception {
    Map<TreePath, Node> nodes = new TreeMap<>();
    nodes.put(ROOT, tree.get(ROOT).orElseThrow());
    for (String name : names) {
      nodes.put(ROOT.child(name), tree.get(ROOT.child(name)).orElseThrow());
    }
    return nodes;
  }
}
