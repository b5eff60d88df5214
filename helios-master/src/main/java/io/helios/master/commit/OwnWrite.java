package io.helios.master.commit;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.receipt.Receipts;
import io.helios.master.receipt.Receipts.Entry;
import io.helios.master.view.LiveView;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction with a check of the cluster's identity and the receipt of its request. When its
 * answer is lost, finds out what became of it; waits until the own view shows it.
 */
final class OwnWrite {
  private static final Logger log = LoggerFactory.getLogger(OwnWrite.class);

  private final Tree tree;
  private final LiveView live;
  private final Receipts receipts;
  private final String clusterId;
  private final Supplier<Duration> left;

  /**
   * @param left how long it may take from now
   */
  OwnWrite(Tree tree, LiveView live, Receipts receipts, String clusterId, Supplier<Duration> left) {
    this.tree = tree;
    this.live = live;
    this.receipts = receipts;
    this.clusterId = clusterId;
    this.left = left;
  }

  /**
   * Commits; returns the zxid, empty when it did not happen.
   *
   * @param proof null where the receipt is all that is written
   */
  Optional<Long> commit(Changes changes, @Nullable Proof proof)
      throws ChangeRejected, TreeUnavailable, InterruptedException {
    Changes guarded = Changes.NONE.checkExists(Paths.identity(clusterId)).and(changes);
    Entry receipt = receipts.entry().orElse(null);
    if (receipt != null) {
      guarded = guarded.and(receipt.changes());
    }
    long zxid;
    try {
      zxid = tree.commit(guarded);
    } catch (ChangeRejected e) {
      if (receipt != null) {
        receipts.rejected(receipt, e);
      }
      throw e;
    } catch (TreeUnavailable e) {
      log.info("the answer to a write was lost, looking what became of it: {}", e.getMessage());
      @Nullable Long found =
          lookFor(
              receipt == null
                  ? Objects.requireNonNull(proof)
                  : Proof.holds(receipt.path(), receipt.data()),
              e);
      if (found == null) {
        return Optional.empty();
      }
      zxid = found;
    }
    if (receipt != null) {
      receipts.written(receipt);
    }
    if (!live.awaitToldUnlessLost(zxid, left.get())) {
      log.warn("the view did not reach the own write {} in time", zxid);
    }
    return Optional.of(zxid);
  }

  /** The zxid by which our write is in the tree; null when it is not. */
  private @Nullable Long lookFor(Proof proof, TreeUnavailable lost) throws InterruptedException {
    // Completes only while connected, so the loop turns once more per lost connection.
    while (live.awaitToldUnlessLost(0, left.get())) {
      try {
        long zxid = tree.sync();
        Optional<Node> node = tree.get(proof.path());
        return shows(node, proof) ? zxid : null;
      } catch (TreeUnavailable e) {
        log.debug("away again while looking: {}", e.getMessage());
      }
    }
    throw new Unavailable("ZooKeeper went away while writing; the outcome is unknown", lost);
  }

  private static boolean shows(Optional<Node> node, Proof proof) {
    byte[] expected = proof.data();
    return expected == null
        ? node.isEmpty()
        : node.isPresent() && Arrays.equals(node.get().data(), expected);
  }
}
