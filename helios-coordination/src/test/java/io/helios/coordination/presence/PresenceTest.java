package io.helios.coordination.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.fixtures.RecordingWatcher;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.Presence.Card;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final TreePath PATH = Paths.master("m");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();
  private final InMemoryTree other = store.newSession();
  private final List<Presence> started = new ArrayList<>();
  private String cluster;

  @BeforeEach
  void establish() throws Exception {
    cluster = ClusterIdentity.establish(tree, null, false);
  }

  @AfterEach
  void close() {
    started.forEach(Presence::close);
    tree.close();
    other.close();
  }

  @Test
  void it_is_there_while_it_lives_and_gone_after_closing() throws Exception {
    Presence presence = start(tree, "me");
    await().until(presence::isAnnounced);
    assertThat(Card.of(node())).isEqualTo(new Card("me", Map.of("address", "here")));
    presence.close();
    assertThat(store.everything()).doesNotContainKey(PATH);
    assertThat(presence.isAnnounced()).isFalse();
  }

  @Test
  void a_lost_connection_does_not_touch_the_node() throws Exception {
    Presence presence = start(tree, "me");
    await().until(presence::isAnnounced);
    Node before = node();
    tree.disconnect();
    await().until(() -> !presence.isAnnounced());
    tree.reconnect();
    await().until(presence::isAnnounced);
    assertThat(node()).isEqualTo(before);
  }

  @Test
  void after_a_lost_session_it_comes_back() {
    Presence presence = start(tree, "me");
    await().until(presence::isAnnounced);
    tree.expire();
    assertThat(store.everything()).doesNotContainKey(PATH);
    tree.reconnect();
    await().until(() -> store.everything().containsKey(PATH));
  }

  @Test
  void when_someone_deletes_it_it_comes_back() throws Exception {
    Presence presence = start(tree, "me");
    await().until(presence::isAnnounced);
    other.commit(Changes.NONE.delete(PATH));
    await().until(() -> store.everything().containsKey(PATH));
  }

  @Test
  void a_restart_replaces_what_the_earlier_life_left_without_a_gap() throws Exception {
    other.commit(Changes.NONE.createEphemeral(PATH, card("me")));
    long left = node().createdAt();
    RecordingWatcher watcher = new RecordingWatcher();
    tree.watch(PATH, watcher);
    Presence presence = start(tree, "me");
    await().until(presence::isAnnounced);
    tree.sync();
    assertThat(watcher.told()).containsExactly("connected", "deleted " + PATH, "changed " + PATH);
    assertThat(watcher.zxids().get(0)).isEqualTo(watcher.zxids().get(1));
    other.close();
    assertThat(node().createdAt()).isGreaterThan(left);
  }

  @Test
  void a_node_of_another_owner_is_waited_for_and_never_replaced() throws Exception {
    other.commit(Changes.NONE.createEphemeral(PATH, card("other")));
    Presence presence = start(tree, "me");
    tree.sync();
    assertThat(presence.isAnnounced()).isFalse();
    assertThat(Card.of(node()).owner()).isEqualTo("other");
    other.close();
    await().until(presence::isAnnounced);
    assertThat(Card.of(node()).owner()).isEqualTo("me");
  }

  @Test
  void two_that_live_and_say_to_be_the_same_do_not_replace_each_other_without_a_pause() {
    Presence first = start(tree, "me");
    await().until(first::isAnnounced);
    Presence second = start(other, "me");
    await().until(() -> second.isAnnounced() && !first.isAnnounced());
    long taken = store.zxid();
    await().until(first::isAnnounced);
    // One change by each of the two at most, where hundreds were made before they gave way.
    assertThat(store.zxid() - taken).isLessThanOrEqualTo(2);
  }

  @Test
  void a_lost_reply_leads_to_one_node_of_ours() {
    tree.loseNextReply();
    Presence presence = start(tree, "me");
    await().until(() -> !tree.isConnected());
    tree.reconnect();
    await().until(presence::isAnnounced);
    assertThat(store.everything()).containsKey(PATH);
  }

  @Test
  void nothing_is_written_into_a_tree_of_another_cluster() throws Exception {
    Presence presence =
        new Presence(tree, "another", PATH, new Card("me", Map.of("address", "here")));
    started.add(presence);
    long before = store.zxid();
    presence.start();
    tree.sync();
    presence.close();
    assertThat(store.zxid()).isEqualTo(before);
  }

  private Presence start(InMemoryTree session, String owner) {
    Presence presence =
        new Presence(session, cluster, PATH, new Card(owner, Map.of("address", "here")));
    started.add(presence);
    presence.start();
    return presence;
  }

  private Node node() throws Exception {
    return store.everything().get(PATH);
  }

  private static byte[] card(String owner) {
    return Stored.bytes(new Card(owner, Map.of()));
  }
}
