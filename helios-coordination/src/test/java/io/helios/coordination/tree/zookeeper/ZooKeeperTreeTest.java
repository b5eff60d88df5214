package io.helios.coordination.tree.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.helios.coordination.fixtures.RecordingWatcher;
import io.helios.coordination.fixtures.TreeContract;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZooKeeperTreeTest extends TreeContract {
  private final List<ZooKeeperTree> sessions = new ArrayList<>();
  private TestingServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
  }

  @AfterEach
  void close() throws Exception {
    sessions.forEach(ZooKeeperTree::close);
    server.close();
  }

  @Override
  protected Tree session() throws Exception {
    return session(ZooKeeperOptions.of(server.getConnectString()));
  }

  @Override
  protected void breakConnections() throws Exception {
    server.stop();
  }

  @Override
  protected void mendConnections() throws Exception {
    server.restart();
  }

  @Test
  void an_expired_session_is_followed_by_a_new_one_with_its_watches() throws Exception {
    ZooKeeperTree tree = session(ZooKeeperOptions.of(server.getConnectString()));
    Tree other = session();
    TreePath path = TreePath.of("/a");
    tree.commit(Changes.NONE.createEphemeral(path, bytes("me")));
    RecordingWatcher watcher = new RecordingWatcher();
    tree.watch(TreePath.ROOT, watcher);
    await().atMost(SOON).until(() -> watcher.told().contains("connected"));

    SessionExpiry.expire(tree, server.getConnectString());

    await()
        .atMost(SOON)
        .until(() -> watcher.told().containsAll(List.of("disconnected")) && tree.isConnected());
    await()
        .atMost(SOON)
        .until(() -> watcher.told().get(watcher.told().size() - 1).equals("connected"));
    other.sync();
    assertThat(other.get(path)).isEmpty();
    tree.commit(Changes.NONE.create(path));
    assertThat(watcher.told()).endsWith("connected", "changed /a");
  }

  @Test
  void an_expiry_without_a_loss_before_is_told_as_a_loss() throws Exception {
    ZooKeeperTree tree = session(ZooKeeperOptions.of(server.getConnectString()));
    TreePath path = TreePath.of("/a");
    RecordingWatcher watcher = new RecordingWatcher();
    tree.watch(TreePath.ROOT, watcher);
    await().atMost(SOON).until(() -> watcher.told().contains("connected"));

    // What ZooKeeper's client does by itself when its process was stopped for too long.
    tree.connected("expire").getTestable().injectSessionExpiration();

    await()
        .atMost(SOON)
        .until(() -> watcher.told().equals(List.of("connected", "disconnected", "connected")));
    tree.commit(Changes.NONE.create(path));
    assertThat(watcher.told()).endsWith("connected", "changed /a");
  }

  @Test
  void closing_does_not_hang_when_zookeeper_is_away() throws Exception {
    ZooKeeperTree lost = session(ZooKeeperOptions.of(server.getConnectString()));
    server.stop();
    ZooKeeperTree never = ZooKeeperTree.connect(ZooKeeperOptions.of(server.getConnectString()));
    await().atMost(SOON).until(() -> !lost.isConnected());
    assertTimeoutPreemptively(Duration.ofSeconds(5), lost::close);
    assertTimeoutPreemptively(Duration.ofSeconds(5), never::close);
  }

  @Test
  void a_tree_under_a_chroot_is_invisible_elsewhere_and_tells_its_own_paths() throws Exception {
    ZooKeeperTree inside = session(ZooKeeperOptions.of(server.getConnectString() + "/some/where"));
    Tree outside = session();
    TreePath path = TreePath.of("/a");
    RecordingWatcher watcher = new RecordingWatcher();
    inside.watch(TreePath.ROOT, watcher);
    await().atMost(SOON).until(() -> watcher.told().contains("connected"));
    inside.commit(Changes.NONE.create(path, bytes("x")));
    assertThat(watcher.told()).containsExactly("connected", "changed /a");
    assertThat(inside.children(TreePath.ROOT)).containsExactly("a");
    outside.sync();
    assertThat(outside.get(path)).isEmpty();
    assertThat(outside.get(TreePath.of("/some/where/a"))).isPresent();
  }

  @Test
  void an_unreachable_zookeeper_blocks_nothing_and_is_found_when_it_comes() throws Exception {
    server.stop();
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(server.getConnectString()));
    sessions.add(tree);
    RecordingWatcher watcher = new RecordingWatcher();
    tree.watch(TreePath.ROOT, watcher);
    assertThat(tree.isConnected()).isFalse();
    assertThat(tree.awaitConnected(Duration.ofMillis(50))).isFalse();
    assertThatThrownBy(() -> tree.get(TreePath.ROOT))
        .isInstanceOf(TreeUnavailable.class)
        .hasMessage("read /: there is no connection to ZooKeeper at " + server.getConnectString());
    server.restart();
    assertThat(tree.awaitConnected(SOON)).isTrue();
    await().atMost(SOON).until(() -> watcher.told().contains("connected"));
  }

  @Test
  void addresses_that_cannot_be_are_refused_with_a_clear_message() {
    for (String wrong : List.of("", "host:port", "a b:2181", "host:99999", "host:0", "a:1,,b:2")) {
      assertThatThrownBy(() -> ZooKeeperOptions.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "' is not of the form host:port");
    }
    assertThatThrownBy(() -> ZooKeeperOptions.of("host:1/a//b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ZooKeeperOptions.of("a:1,[::1]:2,c/x/y").chroot()).isEqualTo(TreePath.of("/x/y"));
  }

  private ZooKeeperTree session(ZooKeeperOptions options) throws Exception {
    ZooKeeperTree tree = ZooKeeperTree.connect(options);
    sessions.add(tree);
    assertThat(tree.awaitConnected(SOON)).isTrue();
    return tree;
  }
}
