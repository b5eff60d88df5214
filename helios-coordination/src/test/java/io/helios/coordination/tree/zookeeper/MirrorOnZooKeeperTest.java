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
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorOnZooKeeperTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TreePath ROOT = TreePath.of("/config");

  private final RecordingListener listener = new RecordingListener();
  private TestingServer server;
  private ZooKeeperTree tree;
  private ZooKeeperTree other;
  private TreeMirror mirror;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
    tree = ZooKeeperTree.connect(ZooKeeperOptions.of(server.getConnectString()));
    other = ZooKeeperTree.connect(ZooKeeperOptions.of(server.getConnectString()));
    assertThat(tree.awaitConnected(SOON)).isTrue();
    assertThat(other.awaitConnected(SOON)).isTrue();
    other.commit(Changes.NONE.create(ROOT));
    mirror = new TreeMirror(tree, List.of(ROOT), path -> !path.name().equals("hidden"), listener);
    mirror.start();
  }

  @AfterEach
  void close() throws Exception {
    mirror.close();
    tree.close();
    other.close();
    server.close();
    assertThat(listener.mistakes()).isEmpty();
  }

  @Test
  void five_thousand_nodes_are_known_and_followed() throws Exception {
    for (int i = 0; i < 50; i++) {
      Changes changes = Changes.NONE.create(ROOT.child("g" + i));
      for (int j = 0; j < 100; j++) {
        changes = changes.create(ROOT.child("g" + i).child("n" + j), new byte[200]);
      }
      other.commit(changes.create(ROOT.child("g" + i).child("hidden")));
    }
    requireSame();
    assertThat(listener.state()).hasSize(1 + 50 + 5000);
  }

  @Test
  void own_and_foreign_writes_are_in_the_view_when_it_caught_up() throws Exception {
    for (int i = 0; i < 50; i++) {
      TreePath own = ROOT.child("own" + i);
      TreePath foreign = ROOT.child("foreign" + i);
      long zxid = other.commit(Changes.NONE.create(foreign).create(ROOT.child("x" + i)));
      long mine = tree.commit(Changes.NONE.create(own));
      assertThat(mine).isGreaterThan(zxid);
      assertThat(mirror.caughtUp().get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(mine);
      assertThat(listener.state()).containsKeys(own, foreign);
    }
  }

  @Test
  void a_revision_of_a_write_elsewhere_is_reached_by_sync() throws Exception {
    long zxid = other.commit(Changes.NONE.create(TreePath.of("/elsewhere")));
    long told = tree.sync();
    assertThat(told).isGreaterThanOrEqualTo(zxid);
    assertThat(mirror.caughtUp(told).get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(zxid);
  }

  @Test
  void a_restart_of_the_server_is_followed_by_what_is_there_then() throws Exception {
    other.commit(Changes.NONE.create(ROOT.child("a")).create(ROOT.child("b")));
    requireSame();
    for (int i = 0; i < 2; i++) {
      server.stop();
      await().atMost(SOON).until(() -> !mirror.isLive());
      assertThat(listener.state()).containsKey(ROOT.child("a"));
      server.restart();
      assertThat(other.awaitConnected(SOON)).isTrue();
      // Maybe before the mirror is back, maybe after.
      recreate(ROOT.child("b"));
      requireSame();
    }
    assertThat(listener.log()).contains("stale");
  }

  @Test
  void an_expired_session_is_followed_by_a_complete_view() throws Exception {
    other.commit(Changes.NONE.create(ROOT.child("a")));
    requireSame();
    SessionExpiry.expire(tree, server.getConnectString());
    recreate(ROOT.child("a"));
    await().atMost(SOON).until(() -> listener.log().contains("stale") && mirror.isLive());
    requireSame();
    other.commit(Changes.NONE.create(ROOT.child("later")));
    requireSame();
  }

  private void recreate(TreePath path) throws Exception {
    other.commit(Changes.NONE.delete(path));
    other.commit(Changes.NONE.create(path));
  }

  /** Once the mirror was told of everything, it knows exactly what is there. */
  private void requireSame() throws Exception {
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(TreeUnavailable.class)
        .until(() -> mirror.caughtUp(tree.sync()).get(30, TimeUnit.SECONDS) > 0);
    Map<TreePath, Node> there = new TreeMap<>();
    collect(ROOT, there);
    assertThat(listener.state()).isEqualTo(there);
  }

  private void collect(TreePath path, Map<TreePath, Node> into) throws Exception {
    if (path.name().equals("hidden")) {
      return;
    }
    into.put(path, other.get(path).orElseThrow());
    for (String name : other.children(path)) {
      collect(path.child(name), into);
    }
  }
}
