package io.helios.coordination.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.fixtures.LeadershipContract;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadershipTest extends LeadershipContract {
  private final InMemoryStore store = new InMemoryStore();
  private final List<InMemoryTree> sessions = new ArrayList<>();

  @Override
  protected InMemoryTree session() {
    InMemoryTree session = store.newSession();
    sessions.add(session);
    return session;
  }

  @Override
  protected void expire(Tree session) {
    ((InMemoryTree) session).expire();
  }

  @Override
  protected void reconnect(Tree session) {
    ((InMemoryTree) session).reconnect();
  }

  @AfterEach
  void close() {
    sessions.forEach(InMemoryTree::close);
  }

  @Test
  void a_leader_without_a_connection_does_not_lead_and_leads_again_with_the_same_session()
      throws Exception {
    InMemoryTree tree = session();
    Leadership leader = seek(tree, "a");
    await().atMost(SOON).until(leader::isLeading);
    AtomicInteger told = new AtomicInteger();
    leader.onChange(told::incrementAndGet);
    tree.disconnect();
    assertThat(leader.isLeading()).isFalse();
    assertThat(leader.leader()).isEmpty();
    await().atMost(SOON).until(() -> told.get() > 0);
    tree.reconnect();
    await().atMost(SOON).until(leader::isLeading);
  }

  @Test
  void a_reply_that_was_lost_does_not_make_a_leader_of_one_without_a_connection() throws Exception {
    InMemoryTree tree = session();
    ClusterIdentity.establish(tree, null, false);
    tree.loseNextReply();
    Leadership leader = seek(tree, "a");
    await().atMost(SOON).until(() -> store.everything().containsKey(Paths.LEADER));
    await().atMost(SOON).until(() -> !tree.isConnected());
    assertThat(leader.isLeading()).isFalse();
    tree.reconnect();
    await().atMost(SOON).until(leader::isLeading);
  }
}
