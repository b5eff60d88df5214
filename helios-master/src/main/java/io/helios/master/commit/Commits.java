package io.helios.master.commit;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.receipt.Receipts;
import io.helios.master.receipt.Receipts.Entry;
import io.helios.master.view.LiveView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries decisions out. Every transaction contains a check of the cluster's identity, so that
 * nothing is ever written into another cluster's tree or a wiped one.
 */
public final class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);
  private static final int TRIES = 20;
  private static final int FEW_TRIES = 3;

  private final Tree tree;
  private final LiveView live;
  private final Supplier<Optional<String>> clusterId;
  private final Clock clock;
  private final Duration limit;
  private final Receipts receipts;

  /** Decides from the facts as they are now; called again after each conflict. */
  @FunctionalInterface
  public interface Decider<R> {
    Decision<R> decide() throws TreeUnavailable;
  }

  /** Writes in a cluster; the refusal is empty when it was done, now or before. */
  @FunctionalInterface
  public interface Repeatable<R> {
    Optional<R> carryOut(String clusterId) throws TreeUnavailable;
  }

  /**
   * @param clusterId empty while it is not known
   * @param limit for a request as a whole
   * @param receipts written with the first transaction of a request that has an id
   */
  public Commits(
      Tree tree,
      LiveView live,
      Supplier<Optional<String>> clusterId,
      Clock clock,
      Duration limit,
      Receipts receipts) {
    this.tree = tree;
    this.live = live;
    this.clusterId = clusterId;
    this.clock = clock;
    this.limit = limit;
    this.receipts = receipts;
  }

  /**
   * Decides and carries out; when a fact was different, waits for the view and decides again.
   *
   * @throws Unavailable when the tree is away, or became so with an outcome that can't be told
   */
  public <R> Outcome<R> run(Decider<R> decider) {
    try {
      return runOrGiveUp(decider);
    } catch (Contended e) {
      throw new Unavailable("the cluster keeps changing: " + e.last().getMessage(), e);
    }
  }

  /**
   * As {@link #run}, for callers who know what a lasting conflict means.
   *
   * @throws Contended when facts stayed different from the view
   */
  public <R> Outcome<R> runOrGiveUp(Decider<R> decider) throws Contended {
    return run(decider, TRIES);
  }

  /**
   * As {@link #runOrGiveUp}, for decisions about so many things that one of them may well change
   * all the time.
   */
  public <R> Outcome<R> runBriefly(Decider<R> decider) throws Contended {
    return run(decider, FEW_TRIES);
  }

  /**
   * Lets the view catch up with all that was committed before, for those who will judge many things
   * by it.
   */
  public void requireUpToDate() {
    requireReady();
    try {
      if (!live.awaitToldUnlessLost(tree.sync(), limit)) {
        throw behind();
      }
    } catch (TreeUnavailable e) {
      throw new Unavailable("ZooKeeper is not reachable: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }

  private <R> Outcome<R> run(Decider<R> decider, int tries) throws Contended {
    Run<R> run = new Run<>(decider, clock.instant().plus(limit), tries);
    try {
      return run.untilDone();
    } catch (TreeUnavailable e) {
      throw new Unavailable("ZooKeeper is not reachable: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }

  /**
   * Carries out something that may be done twice, again and again until its outcome is known.
   *
   * @throws Unavailable when the tree is away until the time is up
   */
  public <R> Outcome<R> repeatable(Repeatable<R> action) {
    Instant deadline = clock.instant().plus(limit);
    requireReady();
    String cluster = requireClusterId();
    try {
      while (true) {
        try {
          receipts.requireNew();
          Optional<R> refusal = action.carryOut(cluster);
          if (refusal.isEmpty()) {
            remember(cluster);
          }
          long zxid = tree.sync();
          live.awaitToldUnlessLost(zxid, until(deadline));
          return new Outcome<>(refusal, zxid);
        } catch (TreeUnavailable e) {
          if (!live.awaitToldUnlessLost(0, until(deadline))) {
            throw new Unavailable("ZooKeeper is not reachable: " + e.getMessage(), e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }

  /** Leaves the receipt of something that took no transaction of ours. */
  private void remember(String cluster) throws TreeUnavailable {
    Optional<Entry> entry = receipts.entry();
    while (entry.isPresent()) {
      try {
        tree.commit(Changes.NONE.checkExists(Paths.identity(cluster)).and(entry.get().changes()));
        receipts.written(entry.get());
        return;
      } catch (ChangeRejected e) {
        if (!e.path().equals(entry.get().path().parent())) {
          return; // Another master remembers it.
        }
        receipts.rejected(entry.get(), e);
        entry = receipts.entry();
      }
    }
  }

  private final class Run<R> {
    private final Decider<R> decider;
    private final Instant deadline;
    private final int most;

    Run(Decider<R> decider, Instant deadline, int most) {
      this.decider = decider;
      this.deadline = deadline;
      this.most = most;
    }

    Outcome<R> untilDone() throws Contended, TreeUnavailable, InterruptedException {
      requireReady();
      receipts.requireNew();
      boolean fresh = false;
      for (int tries = 1; ; tries++) {
        Decision<R> decision = decider.decide();
        if (!fresh && !(decision instanceof Decision.Change)) {
          // A transaction would show that the view was behind another master; a "no" would not.
          catchUp();
          fresh = true;
          decision = decider.decide();
        }
        if (decision instanceof Decision.Refuse) {
          // Perhaps because another master was given the same request and has just fulfilled it.
          receipts.requireNew();
        }
        try {
          Optional<Outcome<R>> outcome = carryOut(decision);
          if (outcome.isPresent()) {
            return outcome.get();
          }
        } catch (ChangeRejected e) {
          log.debug("deciding again: {}", e.getMessage());
          requireOwnCluster(e);
          if (tries >= most || left().isNegative()) {
            throw new Contended(e);
          }
          catchUp();
          receipts.requireNew();
          fresh = true;
        }
      }
    }

    private void catchUp() throws TreeUnavailable, InterruptedException {
      if (!live.awaitToldUnlessLost(tree.sync(), left())) {
        throw behind();
      }
    }

    private void requireOwnCluster(ChangeRejected rejection) {
      if (rejection.path().equals(Paths.identity(requireClusterId()))) {
        throw new Unavailable(
            "ZooKeeper no longer holds the cluster "
                + requireClusterId()
                + ": its data was lost or replaced");
      }
    }

    /** Empty: it did not happen, decide again. */
    private Optional<Outcome<R>> carryOut(Decision<R> decision)
        throws ChangeRejected, TreeUnavailable, InterruptedException {
      if (decision instanceof Decision.Change<R> change) {
        return write()
            .commit(change.changes(), change.proof())
            .map(zxid -> new Outcome<R>(Optional.empty(), zxid));
      }
      if (decision instanceof Decision.Fulfilled && receipts.entry().isPresent()) {
        // What others change meanwhile must not be changed back by a repetition.
        return write()
            .commit(Changes.NONE, null)
            .map(zxid -> new Outcome<R>(Optional.empty(), zxid));
      }
      return Optional.of(new Outcome<>(refusal(decision), live.revision()));
    }

    private OwnWrite write() {
      return new OwnWrite(tree, live, receipts, requireClusterId(), this::left);
    }

    private Duration left() {
      return until(deadline);
    }
  }

  private Unavailable behind() {
    return new Unavailable(
        tree.isConnected()
            ? "the view of the cluster does not keep up"
            : "ZooKeeper is not reachable");
  }

  private void requireReady() {
    if (!live.freshness().complete()) {
      throw new Unavailable("the master has not read the cluster from ZooKeeper yet");
    } else if (!tree.isConnected()) {
      throw new Unavailable("ZooKeeper is not reachable");
    }
  }

  private Duration until(Instant deadline) {
    return Duration.between(clock.instant(), deadline);
  }

  private String requireClusterId() {
    return clusterId
        .get()
        .orElseThrow(() -> new Unavailable("the identity of the cluster is not known yet"));
  }

  private static <R> Optional<R> refusal(Decision<R> decision) {
    return decision instanceof Decision.Refuse<R> refuse
        ? Optional.of(refuse.refusal())
        : Optional.empty();
  }
}
