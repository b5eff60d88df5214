package io.helios.master.receipt;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away the receipts of minutes that nobody asks for any more. */
public final class OldReceipts implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(OldReceipts.class);

  /** Fits into ZooKeeper's requests many times over. */
  private static final int PART = 500;

  private final Tree tree;
  private final Supplier<Optional<String>> clusterId;
  private final BooleanSupplier leading;
  private final Clock clock;

  /**
   * @param clusterId empty while it is not known
   * @param leading whether this master does what is to be done once per cluster
   */
  public OldReceipts(
      Tree tree, Supplier<Optional<String>> clusterId, BooleanSupplier leading, Clock clock) {
    this.tree = tree;
    this.clusterId = clusterId;
    this.leading = leading;
    this.clock = clock;
  }

  /** Deletes what is old, if it is on this master to do so; never throws. */
  @Override
  public void run() {
    try {
      if (leading.getAsBoolean()) {
        log.debug("{} old receipts deleted", delete());
      }
    } catch (TreeUnavailable e) {
      log.debug("old receipts stay for now: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("old receipts stay for now", e);
    }
  }

  /**
   * Deletes all old minutes. Several masters may do it at once.
   *
   * @return how many nodes went
   */
  int delete() throws TreeUnavailable {
    String cluster = clusterId.get().orElse(null);
    if (cluster == null) {
      return 0;
    }
    // One minute more than anybody looks back, and the skew of clocks.
    long oldest = Duration.ofMillis(clock.millis()).toMinutes() - Receipts.KEPT_MINUTES - 4;
    int deleted = 0;
    for (String name : tree.children(Paths.REQUESTS)) {
      TreePath parent = Paths.REQUESTS.child(name);
      // What has no minute was not put there by us.
      if (Paths.minuteOf(parent).orElse(Long.MAX_VALUE) < oldest) {
        deleted += delete(parent, cluster);
      }
    }
    return deleted;
  }

  private int delete(TreePath parent, String cluster) throws TreeUnavailable {
    int deleted = 0;
    while (true) {
      List<String> children = tree.children(parent);
      List<TreePath> part = children.stream().limit(PART).map(parent::child).toList();
      Changes changes = Changes.NONE.checkExists(Paths.identity(cluster));
      for (TreePath path : part) {
        changes = changes.delete(path);
      }
      boolean last = part.size() == children.size();
      if (last) {
        changes = changes.delete(parent);
      }
      try {
        tree.commit(changes);
        deleted += part.size() + (last ? 1 : 0);
      } catch (ChangeRejected e) {
        return deleted; // Another master is at it: what is left goes next time.
      }
      if (last) {
        return deleted;
      }
    }
  }
}
