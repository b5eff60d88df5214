package io.helios.coordination.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterIdentityTest {
  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void the_first_master_makes_identity_and_roots_in_one_transaction() throws Exception {
    assertThat(ClusterIdentity.existing(tree)).isEmpty();
    String id = ClusterIdentity.establish(tree, null, false);
    assertThat(ClusterIdentity.existing(tree)).contains(id);
    assertThat(store.zxid()).isEqualTo(1);
    assertThat(store.everything().keySet()).containsAll(Paths.skeleton());
  }

  @Test
  void the_next_master_takes_it_over_and_writes_nothing() throws Exception {
    String id = ClusterIdentity.establish(tree, null, false);
    assertThat(ClusterIdentity.establish(tree, null, false)).isEqualTo(id);
    assertThat(ClusterIdentity.establish(tree, id, false)).isEqualTo(id);
    assertThat(store.zxid()).isEqualTo(1);
  }

  @Test
  void masters_that_come_at_once_agree() throws Exception {
    for (int round = 0; round < 20; round++) {
      InMemoryStore shared = new InMemoryStore();
      if (round % 2 == 1) {
        shared.newSession().commit(Changes.NONE.create(Paths.CONFIG).create(Paths.IDENTITIES));
      }
      int masters = 4;
      CyclicBarrier together = new CyclicBarrier(masters);
      ExecutorService executor = Executors.newFixedThreadPool(masters);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < masters; i++) {
        Callable<String> master =
            () -> {
              try (InMemoryTree session = shared.newSession()) {
                together.await();
                return ClusterIdentity.establish(session, null, false);
              }
            };
        answers.add(executor.submit(master));
      }
      Set<String> ids = new HashSet<>();
      for (Future<String> answer : answers) {
        ids.add(answer.get(30, TimeUnit.SECONDS));
      }
      executor.shutdown();
      assertThat(ids).hasSize(1);
    }
  }

  @Test
  void roots_that_a_newer_version_adds_are_made() throws Exception {
    String id = ClusterIdentity.establish(tree, null, false);
    tree.commit(Changes.NONE.delete(Paths.MASTERS));
    assertThat(ClusterIdentity.establish(tree, id, false)).isEqualTo(id);
    assertThat(store.everything()).containsKey(Paths.MASTERS);
  }

  @Test
  void a_master_that_knows_another_cluster_refuses_unless_told() throws Exception {
    String id = ClusterIdentity.establish(tree, null, false);
    assertThatThrownBy(() -> ClusterIdentity.establish(tree, "mine", false))
        .isInstanceOf(ClusterIdentity.Refused.class)
        .hasMessageContainingAll(id, "mine", "--init-cluster");
    assertThat(ClusterIdentity.establish(tree, "mine", true)).isEqualTo(id);
  }

  @Test
  void a_master_that_knows_a_cluster_makes_no_new_one_in_an_empty_tree_unless_told()
      throws Exception {
    assertThatThrownBy(() -> ClusterIdentity.establish(tree, "mine", false))
        .isInstanceOf(ClusterIdentity.Refused.class)
        .hasMessageContainingAll("mine", "holds none", "--init-cluster");
    assertThat(store.everything()).isEmpty();
    assertThat(ClusterIdentity.establish(tree, "mine", true)).isNotEqualTo("mine");
  }

  @Test
  void a_tree_with_hosts_but_no_identity_gets_none_unless_told() throws Exception {
    String old = ClusterIdentity.establish(tree, null, false);
    tree.commit(Changes.NONE.delete(Paths.identity(old)).create(Paths.HOSTS.child("h")));
    assertThatThrownBy(() -> ClusterIdentity.establish(tree, null, false))
        .isInstanceOf(ClusterIdentity.Refused.class)
        .hasMessageContaining("1 hosts but no identity");
    assertThat(ClusterIdentity.establish(tree, null, true)).isNotEqualTo(old);
  }
}
