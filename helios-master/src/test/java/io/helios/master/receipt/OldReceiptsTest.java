package io.helios.master.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OldReceiptsTest {
  private static final long NOW = 1_000_000;
  private static final TreePath SOME = Paths.requests(1, "some");

  private final InMemoryTree tree = InMemoryTree.create();
  private final AtomicBoolean leading = new AtomicBoolean();

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void a_minute_with_thousands_of_receipts_goes_whole_and_newer_ones_stay() throws Exception {
    String cluster = ClusterIdentity.establish(tree, null, false);
    for (long minute : new long[] {NOW - 100, NOW - 10, NOW}) {
      Set<TreePath> parents = new LinkedHashSet<>();
      for (int i = 0; i < 1_200; i += 100) {
        Changes changes = Changes.NONE;
        for (int k = i; k < i + 100; k++) {
          TreePath receipt = Paths.request(minute, "r" + k);
          changes = parents.add(receipt.parent()) ? changes.create(receipt.parent()) : changes;
          changes = changes.create(receipt);
        }
        tree.commit(changes);
      }
      assertThat(parents).hasSize(16);
    }

    int deleted = old(cluster).delete();

    assertThat(deleted).isEqualTo(1_216);
    assertThat(tree.children(Paths.REQUESTS))
        .hasSize(32)
        .allMatch(name -> name.startsWith(NOW + ".") || name.startsWith((NOW - 10) + "."));
    assertThat(tree.children(Paths.requests(NOW - 10, "r1"))).contains("r1");
    assertThat(old(cluster).delete()).isZero();
  }

  @Test
  void nothing_goes_from_the_tree_of_another_cluster() throws Exception {
    ClusterIdentity.establish(tree, null, false);
    tree.commit(Changes.NONE.create(SOME));
    assertThat(old("another").delete()).isZero();
    assertThat(tree.children(Paths.REQUESTS)).containsExactly(SOME.name());
  }

  @Test
  void only_the_leading_master_deletes_and_one_without_a_tree_says_nothing() throws Exception {
    String cluster = ClusterIdentity.establish(tree, null, false);
    tree.commit(Changes.NONE.create(SOME));
    old(cluster).run();
    assertThat(tree.children(Paths.REQUESTS)).containsExactly(SOME.name());
    leading.set(true);
    old(cluster).run();
    assertThat(tree.children(Paths.REQUESTS)).isEmpty();
    tree.disconnect();
    old(cluster).run();
  }

  private OldReceipts old(String cluster) {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW * 60), ZoneOffset.UTC);
    return new OldReceipts(tree, () -> Optional.of(cluster), leading::get, clock);
  }
}
