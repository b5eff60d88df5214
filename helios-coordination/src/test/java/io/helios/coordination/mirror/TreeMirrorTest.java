package io.helios.coordination.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.fixtures.RecordingListener;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeMirrorTest {
  private static final TreePath ROOT = TreePath.of("/config");
  private static final TreePath A = ROOT.child("a");
  private static final TreePath HIDDEN = ROOT.child("hidden");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree other = store.newSession();
  private final InMemoryTree tree = store.newSession();
  private final RecordingListener listener = new RecordingListener();
  private final TreeMirror mirror =
      new TreeMirror(tree, List.of(ROOT), path -> !path.equals(HIDDEN), listener);

  @BeforeEach
  void plant() throws Exception {
    other.commit(Changes.NONE.create(ROOT).create(A).create(A.child("b")).create(HIDDEN));
  }

  @AfterEach
  void close() {
    mirror.close();
    tree.close();
    other.close();
    assertThat(listener.mistakes()).isEmpty();
  }

  @Test
  void everything_wanted_is_told_parents_first_before_it_is_live() throws Exception {
    mirror.start();
    caughtUp();
    assertThat(listener.log())
        .containsExactly("changed /config", "changed /config/a", "changed /config/a/b", "live");
    assertThat(mirror.revision()).isEqualTo(store.zxid());
  }

  @Test
  void an_empty_tree_is_live_too_and_what_comes_later_is_told() throws Exception {
    try (TreeMirror empty =
        new TreeMirror(tree, List.of(TreePath.of("/none")), path -> true, listener)) {
      empty.start();
      empty.caughtUp().get(10, TimeUnit.SECONDS);
      assertThat(listener.log()).containsExactly("live");
      other.commit(Changes.NONE.create(TreePath.of("/none")));
      tree.sync();
      empty.caughtUp().get(10, TimeUnit.SECONDS);
      assertThat(listener.state()).containsOnlyKeys(TreePath.of("/none"));
    }
  }

  @Test
  void own_writes_are_in_the_view_once_it_caught_up() throws Exception {
    mirror.start();
    for (int i = 0; i < 50; i++) {
      TreePath path = A.child("n" + i);
      long zxid = tree.commit(Changes.NONE.create(path));
      assertThat(mirror.caughtUp().get(10, TimeUnit.SECONDS)).isEqualTo(zxid);
      assertThat(listener.state()).containsKey(path);
    }
  }

  @Test
  void a_write_outside_of_the_roots_carries_the_revision_along() throws Exception {
    mirror.start();
    long zxid = tree.commit(Changes.NONE.create(TreePath.of("/elsewhere")));
    assertThat(mirror.caughtUp(zxid).get(10, TimeUnit.SECONDS)).isEqualTo(zxid);
    assertThat(listener.state()).doesNotContainKey(TreePath.of("/elsewhere"));
  }

  @Test
  void an_unwanted_subtree_is_neither_told_nor_holds_the_revision_back() throws Exception {
    mirror.start();
    long zxid = tree.commit(Changes.NONE.create(HIDDEN.child("x")).create(HIDDEN.child("y")));
    assertThat(mirror.caughtUp().get(10, TimeUnit.SECONDS)).isEqualTo(zxid);
    assertThat(listener.state().keySet()).noneMatch(path -> path.isWithin(HIDDEN));
  }

  @Test
  void what_was_deleted_and_recreated_in_one_transaction_is_removed_and_told_anew()
      throws Exception {
    mirror.start();
    caughtUp();
    TreePath b = A.child("b");
    other.commit(Changes.NONE.delete(b).create(b));
    caughtUp();
    assertThat(listener.log()).endsWith("live", "removed /config/a/b", "changed /config/a/b");
  }

  @Test
  void states_that_were_over_before_they_could_be_read_are_told_to_have_passed() throws Exception {
    TreePath b = A.child("b");
    TreePath came = ROOT.child("came");
    mirror.start();
    caughtUp();
    // The first read fails and is repeated later; until then the other events gather behind it.
    tree.failReads(1);
    other.commit(Changes.NONE.create(ROOT.child("other")));
    long first = other.commit(Changes.NONE.create(came).set(b, new byte[] {1}, 0));
    long last = other.commit(Changes.NONE.delete(came).set(b, new byte[] {2}, 1));
    caughtUp();
    assertThat(listener.state()).doesNotContainKey(came);
    assertThat(listener.passed())
        .containsExactlyInAnyOrder(
            came + " " + first + " to " + last, b + " " + first + " to " + last);
  }

  @Test
  void a_child_read_together_with_the_new_incarnation_of_its_parent_is_kept() throws Exception {
    TreePath b = A.child("b");
    mirror.start();
    caughtUp();
    // The first read fails and is repeated later; until then the other events gather behind it,
    // that of the child before that of its parent.
    tree.failReads(1);
    other.commit(Changes.NONE.create(ROOT.child("other")));
    other.commit(Changes.NONE.delete(b).delete(A));
    other.commit(Changes.NONE.create(A).create(b));
    caughtUp();
    assertThat(listener.state()).containsKeys(ROOT, A, b);
    assertThat(listener.log())
        .containsSubsequence(
            "removed /config/a/b", "removed /config/a", "changed /config/a", "changed /config/a/b");
  }

  @Test
  void a_child_read_batches_before_the_new_incarnation_of_its_parent_is_kept() throws Exception {
    TreePath b = A.child("b");
    mirror.start();
    caughtUp();
    tree.failReads(1);
    other.commit(Changes.NONE.create(ROOT.child("other")));
    other.commit(Changes.NONE.delete(b));
    for (int i = 0; i < 1000; i++) {
      other.commit(Changes.NONE.create(ROOT.child("n" + i)));
    }
    other.commit(Changes.NONE.delete(A));
    other.commit(Changes.NONE.create(A).create(b));
    caughtUp();
    assertThat(listener.state()).containsKeys(ROOT, A, b);
  }

  @Test
  void a_child_told_before_its_parent_goes_even_if_both_went_while_disconnected() throws Exception {
    TreePath parent = ROOT.child("p");
    TreePath child = parent.child("c");
    mirror.start();
    caughtUp();
    // Events gather behind a read that fails; then the parent is read before it is there again, the
    // child afterwards.
    tree.failReads(1);
    other.commit(Changes.NONE.create(ROOT.child("first")));
    other.commit(Changes.NONE.create(ROOT.child("second")));
    other.commit(Changes.NONE.create(parent).create(child));
    other.commit(Changes.NONE.delete(child).delete(parent));
    tree.tearReads(2);
    await().until(tree::isTearing);
    other.commit(Changes.NONE.create(parent).create(child));
    await().until(() -> listener.state().containsKey(child));
    assertThat(listener.state()).doesNotContainKey(parent);

    tree.disconnect();
    other.commit(Changes.NONE.delete(child).delete(parent));
    tree.tearReads(0);
    tree.reconnect();
    caughtUp();
    assertThat(listener.state()).doesNotContainKey(child);
  }

  @Test
  void what_happened_while_disconnected_is_told_by_difference() throws Exception {
    mirror.start();
    caughtUp();
    tree.disconnect();
    await().until(() -> !mirror.isLive());
    TreePath b = A.child("b");
    other.commit(Changes.NONE.delete(b).delete(A).create(ROOT.child("new")));
    assertThat(listener.state()).containsKey(b);
    tree.reconnect();
    caughtUp();
    assertThat(listener.log())
        .endsWith(
            "stale", "removed /config/a/b", "removed /config/a", "changed /config/new", "live");
  }

  @Test
  void a_node_recreated_with_the_same_version_while_disconnected_is_noticed() throws Exception {
    mirror.start();
    caughtUp();
    tree.disconnect();
    TreePath b = A.child("b");
    other.commit(Changes.NONE.delete(b));
    other.commit(Changes.NONE.create(b));
    tree.reconnect();
    caughtUp();
    assertThat(listener.log())
        .endsWith("stale", "removed /config/a/b", "changed /config/a/b", "live");
  }

  @Test
  void nodes_too_large_to_be_read_together_are_read_one_by_one() throws Exception {
    for (int i = 0; i < 40; i++) {
      other.commit(Changes.NONE.create(ROOT.child("large" + i)));
    }
    tree.limitReads(2);
    mirror.start();
    await().until(mirror::isLive);
    assertThat(listener.state()).hasSize(43);
  }

  @Test
  void what_one_transaction_changed_is_announced_and_read_together() throws Exception {
    mirror.start();
    caughtUp();
    CountDownLatch told = new CountDownLatch(1);
    mirror.onViewThread(() -> awaitQuietly(told));
    int before = tree.reads();
    Changes many = Changes.NONE;
    for (int i = 0; i < 20; i++) {
      many = many.create(A.child("n" + i));
    }
    other.commit(many.create(HIDDEN.child("n")));
    tree.sync();

    told.countDown();
    caughtUp();

    assertThat(tree.reads() - before).isEqualTo(1);
    assertThat(listener.announced()).hasSize(21).contains(ROOT, A.child("n0"), A.child("n19"));
    assertThat(listener.state()).hasSize(23);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void failed_reads_are_read_again() throws Exception {
    tree.failReads(2);
    mirror.start();
    caughtUp();
    assertThat(listener.state()).containsOnlyKeys(ROOT, A, A.child("b"));
  }

  @Test
  void while_disconnected_who_waits_keeps_waiting_until_it_is_back() throws Exception {
    mirror.start();
    caughtUp();
    tree.disconnect();
    await().until(() -> !mirror.isLive());
    CompletableFuture<Long> waiting = mirror.caughtUp();
    assertThat(waiting).isNotDone();
    long zxid = other.commit(Changes.NONE.create(A.child("c")));
    assertThat(waiting).isNotDone();
    tree.reconnect();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(zxid);
    assertThat(listener.state()).containsKey(A.child("c"));
  }

  @Test
  void closing_fails_who_waits() throws Exception {
    tree.disconnect();
    mirror.start();
    CompletableFuture<Long> before = mirror.caughtUp();
    mirror.close();
    CompletableFuture<Long> after = mirror.caughtUp();
    for (CompletableFuture<Long> waiting : List.of(before, after)) {
      assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TreeUnavailable.class);
    }
  }

  @Test
  void a_listener_that_throws_does_not_stop_the_view() throws Exception {
    TreeMirror.Listener throwing =
        new TreeMirror.Listener() {
          @Override
          public void changed(io.helios.coordination.tree.Node node) {
            listener.changed(node);
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void removed(TreePath path, long zxid) {}

          @Override
          public void settled(long revision) {}

          @Override
          public void live(long revision) {}

          @Override
          public void stale() {}
        };
    try (TreeMirror careless =
        new TreeMirror(tree, List.of(ROOT), path -> !path.equals(HIDDEN), throwing)) {
      careless.start();
      careless.caughtUp().get(10, TimeUnit.SECONDS);
      assertThat(listener.state()).hasSize(3);
    }
  }

  /** All that happened until now was told by the tree, and by the mirror. */
  private void caughtUp() throws Exception {
    tree.sync();
    mirror.caughtUp().get(10, TimeUnit.SECONDS);
  }
}
