package io.helios.coordination.mirror;

import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.Tree.Readings;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows subtrees and hands every node to a {@link Listener}, on one view thread that belongs to
 * the mirror. An event only says that a path is to be read again; what the read finds is compared
 * with what was told before by the zxids of creation and change, so that nothing is missed, however
 * many events were. Keeps two numbers per node, no data.
 *
 * <p>When the connection is lost the listener keeps what it has and hears {@link Listener#stale};
 * when it is back everything is read again, only differences are told, and {@link Listener#live}
 * says that they are complete.
 */
public final class TreeMirror implements AutoCloseable {

  /** Gets told everything on the mirror's view thread; must not block for long. */
  public interface Listener {
    /**
     * While live, events named these nodes, which are about to be read and then told. For whoever
     * wants to ask for something else meanwhile. Some may turn out to be gone, or as they were.
     */
    default void announced(List<TreePath> paths) {}

    /** The node is there in this state: it is new, or its data changed. */
    void changed(Node node);

    /**
     * The node is gone; what stood below it was told before.
     *
     * @param zxid of the deletion; a later one where that is not known, as after a lost connection
     */
    void removed(TreePath path, long zxid);

    /**
     * The node had states that were over before it was read; it may even have come and gone. Comes
     * after what is told of it as it is. For whoever has to do with others who may have seen them.
     *
     * @param since zxid of the first of these
     * @param zxid of what is now
     */
    default void passed(TreePath path, long since, long zxid) {}

    /**
     * A batch of changes was handed over while live; the place to publish once for all of them.
     *
     * @param revision every change up to this zxid was told
     */
    void settled(long revision);

    /**
     * Everything that is there was told: the first time, and after each time of being stale. No
     * {@link #settled} comes beside it.
     */
    void live(long revision);

    /** The connection was lost: what was told may be old from now on. */
    void stale();
  }

  private static final Logger log = LoggerFactory.getLogger(TreeMirror.class);

  /** Read together, as a pipeline of requests: large enough that their way to and fro is little. */
  private static final int BATCH = 2_000;

  private static final long RETRY_MILLIS = 100;

  private final Tree tree;
  private final Set<TreePath> roots;
  private final Predicate<TreePath> wanted;
  private final GuardedListener listener;
  private final OwnThread view = new OwnThread("tree-view");
  private final List<Subscription> subscriptions = new ArrayList<>();
  private volatile long revision;
  private volatile boolean live;

  // Owned by the view thread.
  private final Agenda agenda = new Agenda();
  private final Telling telling;
  private final Set<TreePath> standing = new HashSet<>();
  private boolean reading;

  /** Whether what events named will be read once those that came with them are known. */
  private boolean readIsDue;

  /**
   * How many are read at once. Halved when the connection was lost over a read, for an answer that
   * is too large costs the connection; no longer once the view was complete.
   */
  private int batchSize = BATCH;

  /** Grows whenever what is being read no longer matters. */
  private long era;

  /** The newest zxid heard of. */
  private long heard;

  /**
   * A mirror that is not started yet.
   *
   * @param roots subtrees to follow; none within another
   * @param wanted false for nodes that are neither read nor told, with all that is below them
   */
  public TreeMirror(
      Tree tree, List<TreePath> roots, Predicate<TreePath> wanted, Listener listener) {
    this.tree = tree;
    this.roots = Set.copyOf(roots);
    this.wanted = wanted;
    this.listener = new GuardedListener(listener, this.roots);
    this.telling = new Telling(agenda, wanted, this.listener);
  }

  /** Begins to follow; once. */
  public synchronized void start() {
    for (TreePath root : roots) {
      subscriptions.add(tree.watch(root, new RootWatcher(root)));
    }
  }

  /** Ends following; the listener hears nothing more, who waits is told so. */
  @Override
  public synchronized void close() {
    listener.close();
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
    view.execute(
        () -> {
          era++;
          live = false;
          agenda.failWaiters(new TreeUnavailable("the mirror was closed"));
        });
    view.close();
  }

  /** Every change up to this zxid has been told to the listener; 0 before the first time live. */
  public long revision() {
    return revision;
  }

  /** Whether what the listener knows is complete and being kept up to date. */
  public boolean isLive() {
    return live;
  }

  /**
   * Completes, on the view thread, when everything that the tree had told before this call has been
   * handed to the listener. While the connection is lost it waits for it to come back: give it a
   * time limit. Fails with {@link TreeUnavailable} when the mirror is closed.
   *
   * @return the revision then
   */
  public CompletableFuture<Long> caughtUp() {
    return caughtUp(0);
  }

  /**
   * As {@link #caughtUp()}, for a caller who knows from {@link Tree#commit} or {@link Tree#sync} up
   * to which zxid the tree has told everything. The revision will be at least that, even if nothing
   * of it lies within the roots.
   */
  public CompletableFuture<Long> caughtUp(long toldUpTo) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    boolean accepted =
        view.accepts(
            () -> {
              heard = Math.max(heard, toldUpTo);
              agenda.await(done);
              advance(false);
            });
    if (!accepted) {
      done.completeExceptionally(new TreeUnavailable("the mirror was closed"));
    }
    return done;
  }

  /** Runs something between two batches, on the view thread; not at all once closed. */
  public void onViewThread(Runnable task) {
    view.execute(task);
  }

  /** As {@link #onViewThread}, after a while. */
  public void onViewThreadAfter(long millis, Runnable task) {
    view.executeAfter(millis, task);
  }

  /** Turns what the tree tells, on its thread, into work for the view thread. */
  private final class RootWatcher implements Tree.Watcher {
    private final TreePath root;

    RootWatcher(TreePath root) {
      this.root = root;
    }

    @Override
    public void changed(TreePath path, long zxid) {
      view.execute(() -> touched(path, zxid, false));
    }

    @Override
    public void deleted(TreePath path, long zxid) {
      view.execute(() -> touched(path, zxid, true));
    }

    @Override
    public void connected() {
      view.execute(
          () -> {
            becomeStale();
            standing.add(root);
            agenda.explore(root);
            readNext();
          });
    }

    @Override
    public void disconnected() {
      view.execute(
          () -> {
            becomeStale();
            standing.remove(root);
            if (reading) {
              batchSize = Math.max(1, batchSize / 2);
            }
            era++;
            reading = false;
            agenda.startAgain(standing);
            readNext();
          });
    }

    /**
     * An unwanted path stands for nothing, but its transaction may hold more that has yet to be
     * told. The answer to any later read comes after all of it: a read of the root finds that out.
     */
    private void touched(TreePath path, long zxid, boolean gone) {
      boolean named = isWanted(path);
      agenda.changed(
          named ? path : root, zxid > 0 ? zxid : heard + 1, Math.max(zxid, 0), named && gone);
      heard = Math.max(heard, zxid);
      readSoon();
    }

    private boolean isWanted(TreePath path) {
      for (TreePath at = path; ; at = at.parent()) {
        if (!wanted.test(at)) {
          return false;
        }
        if (at.equals(root) || at.equals(TreePath.ROOT)) {
          return true;
        }
      }
    }
  }

  private void becomeStale() {
    if (live) {
      live = false;
      listener.stale();
    }
  }

  /** One transaction makes many events: those that are here already are read with the first. */
  private void readSoon() {
    if (!readIsDue) {
      readIsDue = true;
      view.execute(
          () -> {
            readIsDue = false;
            readNext();
          });
    }
  }

  private void readNext() {
    if (reading || standing.isEmpty()) {
      return;
    }
    List<TreePath> batch = agenda.next(batchSize);
    if (batch.isEmpty()) {
      return;
    }
    reading = true;
    if (live) {
      listener.announced(batch);
    }
    long current = era;
    tree.read(
        batch,
        readings -> view.execute(() -> inEra(current, () -> handOver(batch, readings))),
        failure -> view.execute(() -> inEra(current, () -> readAgain(failure))));
  }

  private void inEra(long expected, Runnable task) {
    if (era == expected) {
      task.run();
    }
  }

  private void readAgain(TreeUnavailable failure) {
    log.debug("reading again soon", failure);
    long current = era;
    view.executeAfter(
        RETRY_MILLIS,
        () ->
            inEra(
                current,
                () -> {
                  reading = false;
                  agenda.putBack();
                  readNext();
                }));
  }

  private void handOver(List<TreePath> batch, Readings readings) {
    heard = Math.max(heard, readings.upTo());
    for (Reading reading : readings.found().values()) {
      heard = Math.max(heard, reading.node().changedAt());
    }
    telling.handOver(batch, readings);
    reading = false;
    agenda.done();
    advance(true);
    readNext();
  }

  /** Works out how far everything was told; {@code handedOver}: after a batch. */
  private void advance(boolean handedOver) {
    boolean complete = standing.containsAll(roots) && agenda.explored();
    if (!complete) {
      return;
    }
    long before = revision;
    revision = Math.max(before, agenda.isIdle() ? heard : agenda.oldestChange() - 1);
    if (!live) {
      live = true;
      batchSize = BATCH;
      listener.live(revision);
    } else if (handedOver || revision > before) {
      listener.settled(revision);
    }
    agenda.completeWaiters(revision);
  }
}
