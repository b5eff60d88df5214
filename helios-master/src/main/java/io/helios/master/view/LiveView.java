package io.helios.master.view;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.mirror.TreeMirror;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.view.Location.HostPart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link ClusterView} up to date from the tree, and knows how far it has come and how fresh
 * it is. After a lost connection the old view stays readable until the new one is complete.
 */
public final class LiveView implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveView.class);

  private static final Duration LOOK = Duration.ofMillis(200);

  /** That often in a row without a connection is too long. */
  private static final int LOST = 4;

  private final Tree tree;
  private final Clock clock;
  private final ClusterView view = new ClusterView();
  private final ViewListeners listeners = new ViewListeners(view);
  private final Journal journal = new Journal(view);
  private final ViewFeed feed =
      new ViewFeed(view, (path, why) -> log.warn("cannot read {}: {}", path, why), this::touched);
  private final TreeMirror mirror;
  private final HostReports reports;
  private volatile Freshness freshness = new Freshness(false, null);

  /**
   * How far the view can be trusted.
   *
   * @param complete whether the view was complete at least once
   * @param staleSince since when it may be behind; null while live or not yet complete
   */
  public record Freshness(boolean complete, @Nullable Instant staleSince) {
    public boolean live() {
      return complete && staleSince == null;
    }
  }

  public LiveView(Tree tree, Clock clock) {
    this.tree = tree;
    this.clock = clock;
    this.mirror =
        new TreeMirror(
            tree,
            List.of(Paths.CONFIG, Paths.STATUS, Paths.ROLLOUTS),
            ViewFeed::wants,
            new MirrorListener());
    this.reports =
        new HostReports(tree, view, mirror::onViewThread, mirror::isLive, new ReportsSink());
  }

  /** Begins to follow the tree; once. */
  public void start() {
    mirror.start();
    nextRound();
  }

  private void nextRound() {
    mirror.onViewThreadAfter(
        HostReports.ROUND_MILLIS,
        () -> {
          nextRound();
          reports.round();
        });
  }

  public ClusterView view() {
    return view;
  }

  /** What changed last, for those who follow. */
  public Journal journal() {
    return journal;
  }

  /**
   * Takes a picture of the view at one moment, soon, on the view thread; while the view is being
   * read again, when that is done.
   */
  public void capture(Consumer<Picture> then) {
    mirror.onViewThread(() -> journal.capture(then));
  }

  /** Tells the listener what happens to the view from now on, until closed. */
  public Subscription subscribe(ViewListener listener) {
    return ViewListeners.subscribe(listeners, listener, mirror::onViewThread);
  }

  public Freshness freshness() {
    return freshness;
  }

  /** How long the view may have been behind; empty while it is live or was never complete. */
  public Optional<Duration> staleFor() {
    Instant since = freshness.staleSince();
    return since == null ? Optional.empty() : Optional.of(Duration.between(since, clock.instant()));
  }

  /** Every change up to this zxid is in the view. */
  public long revision() {
    return mirror.revision();
  }

  /**
   * Waits until the view holds everything up to a revision that may come from another master.
   *
   * @return false when the time was up first, or the connection was lost
   */
  public boolean awaitRevision(long revision, Duration limit) throws InterruptedException {
    if (mirror.revision() >= revision) {
      return true;
    }
    try {
      return awaitTold(tree.sync(), limit) && mirror.revision() >= revision;
    } catch (TreeUnavailable e) {
      return false;
    }
  }

  /**
   * Waits until the view holds all that the tree has told, which is at least everything up to a
   * zxid. While the connection is lost it waits for it to come back.
   *
   * @return false when the time was up first
   */
  public boolean awaitTold(long zxid, Duration limit) throws InterruptedException {
    try {
      mirror.caughtUp(zxid).get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /**
   * As {@link #awaitTold(long, Duration)}, but for less than a second while the connection is lost:
   * whoever asked can try again, elsewhere or later.
   *
   * @return false when the time was up first, or the connection was lost for too long
   */
  public boolean awaitToldUnlessLost(long zxid, Duration limit) throws InterruptedException {
    CompletableFuture<Long> told = mirror.caughtUp(zxid);
    int lost = 0;
    for (long looks = limit.dividedBy(LOOK) + 1; looks > 0 && lost < LOST; looks--) {
      try {
        told.get(Math.min(LOOK.toNanos(), limit.toNanos()), TimeUnit.NANOSECONDS);
        return true;
      } catch (TimeoutException e) {
        lost = tree.isConnected() ? 0 : lost + 1;
      } catch (ExecutionException e) {
        return false;
      }
    }
    return false;
  }

  @Override
  public void close() {
    mirror.close();
  }

  private void touched(Location location, long zxid) {
    journal.touched(location, zxid);
    listeners.touched(location);
    if (location instanceof Location.OfHost host && host.part() != HostPart.REPORT) {
      reports.hostChanged(host.host());
    }
  }

  private final class MirrorListener implements TreeMirror.Listener {
    @Override
    public void changed(Node node) {
      feed.changed(node);
    }

    @Override
    public void removed(TreePath path, long zxid) {
      feed.removed(path, zxid);
    }

    @Override
    public void passed(TreePath path, long since, long zxid) {
      feed.located(path).ifPresent(location -> journal.passed(location, since, zxid));
    }

    @Override
    public void settled(long revision) {
      journal.settled(revision);
      listeners.settled(revision);
    }

    @Override
    public void live(long revision) {
      log.info("view is live at {}", revision);
      journal.live(revision);
      if (freshness.complete()) {
        // Of reports it is enough to have what was there before.
        reports.readAll(() -> {});
        becomeFresh(revision);
      } else {
        reports.readAll(() -> becomeFresh(mirror.revision()));
      }
    }

    /** Whoever listens may act on it at once, so it has to be fresh before they are told. */
    private void becomeFresh(long revision) {
      freshness = new Freshness(true, null);
      listeners.live(revision);
    }

    @Override
    public void stale() {
      if (!freshness.complete()) {
        return; // Nobody was told that it is live.
      }
      freshness = new Freshness(true, clock.instant());
      log.warn("connection to ZooKeeper lost: reads are answered from the view as it was");
      listeners.stale();
    }
  }

  /** Reports come beside the changes that the tree tells; they count as of when they were read. */
  private final class ReportsSink implements HostReports.Sink {
    @Override
    public void changed(Node node, long readAt) {
      feed.changed(node, readAt);
    }

    @Override
    public void removed(TreePath path, long readAt) {
      feed.removed(path, readAt);
    }

    @Override
    public void settled(long readAt) {
      CompletableFuture<Long> unused =
          mirror.caughtUp(readAt).whenComplete((revision, closed) -> publish(revision));
    }

    private void publish(@Nullable Long revision) {
      if (revision != null) {
        journal.settled(revision);
        listeners.settled(revision);
      }
    }
  }
}
