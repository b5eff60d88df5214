package io.helios.coordination.mirror;

import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a mirror still has to read: paths that an event named, oldest first, and paths that a
 * rebuild has to visit. Knows who waits for the events so far to be dealt with.
 */
final class Agenda {
  private final Map<TreePath, Mark> changed = new LinkedHashMap<>();
  private final Set<TreePath> frontier = new LinkedHashSet<>();
  private final Map<TreePath, Mark> changedInHand = new LinkedHashMap<>();
  private final Set<TreePath> frontierInHand = new LinkedHashSet<>();
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private long events;

  /**
   * An event: its number in the order of their arrival, its zxid, and that of the newest one about
   * the same path, which may have been that it is gone.
   */
  private record Mark(long event, long zxid, long newest, boolean gone) {
    static final Mark NONE = new Mark(0, 0, 0, false);

    Mark withNewer(Mark later) {
      return later.newest >= newest
          ? new Mark(event, zxid, later.newest, later.gone)
          : new Mark(event, zxid, newest, gone);
    }
  }

  private record Waiter(long event, CompletableFuture<Long> done) {}

  /**
   * An event named the path. An older mark stays, for until it is read that change is missing.
   *
   * @param zxid as far as it can be known
   * @param exact the same, or 0 where the server did not say
   * @param gone whether the event was that the node is gone
   */
  void changed(TreePath path, long zxid, long exact, boolean gone) {
    events++;
    changed.merge(path, new Mark(events, zxid, exact, gone), Mark::withNewer);
  }

  /**
   * What was read of these has to be read once more, before everything else. Until then nothing is
   * complete that was not complete before.
   *
   * @param zxid of the oldest change that is missing again
   */
  void again(Collection<TreePath> paths, long zxid) {
    if (paths.isEmpty()) {
      return;
    }
    boolean marked = !changedInHand.isEmpty() || !changed.isEmpty();
    Mark mark =
        marked ? new Mark(oldest().event, oldest().zxid, 0, false) : new Mark(0, zxid, 0, false);
    Map<TreePath, Mark> later = new LinkedHashMap<>(changed);
    changed.clear();
    paths.forEach(path -> changed.put(path, mark));
    later.forEach((path, after) -> changed.merge(path, after, Mark::withNewer));
  }

  /** A rebuild has to visit the path. */
  void explore(TreePath path) {
    frontier.add(path);
  }

  /** Drops everything and begins with these. */
  void startAgain(Collection<TreePath> roots) {
    changed.clear();
    changedInHand.clear();
    frontier.clear();
    frontierInHand.clear();
    frontier.addAll(roots);
  }

  /**
   * Takes paths in hand, up to {@code limit} of each kind so that neither starves the other; the
   * last ones were {@link #done} or put back.
   */
  List<TreePath> next(int limit) {
    Set<TreePath> batch = new LinkedHashSet<>();
    Iterator<Map.Entry<TreePath, Mark>> marks = changed.entrySet().iterator();
    while (changedInHand.size() < limit && marks.hasNext()) {
      Map.Entry<TreePath, Mark> mark = marks.next();
      changedInHand.put(mark.getKey(), mark.getValue());
      batch.add(mark.getKey());
      marks.remove();
    }
    Iterator<TreePath> unexplored = frontier.iterator();
    while (frontierInHand.size() < limit && unexplored.hasNext()) {
      TreePath path = unexplored.next();
      frontierInHand.add(path);
      batch.add(path);
      unexplored.remove();
    }
    return List.copyOf(batch);
  }

  /** What is in hand was read and told. */
  void done() {
    changedInHand.clear();
    frontierInHand.clear();
  }

  /** What is in hand has to be read again, before everything else. */
  void putBack() {
    Map<TreePath, Mark> newer = new LinkedHashMap<>(changed);
    changed.clear();
    changed.putAll(changedInHand);
    newer.forEach((path, after) -> changed.merge(path, after, Mark::withNewer));
    frontier.addAll(frontierInHand);
    done();
  }

  boolean exploring(TreePath path) {
    return frontierInHand.contains(path);
  }

  /** Whether a rebuild, if there was one, is complete. */
  boolean explored() {
    return frontier.isEmpty() && frontierInHand.isEmpty();
  }

  /** Whether nothing is left to read. */
  boolean isIdle() {
    return explored() && changed.isEmpty() && changedInHand.isEmpty();
  }

  /** zxid of the oldest change that was not told yet; only while there is one. */
  long oldestChange() {
    return oldest().zxid;
  }

  void await(CompletableFuture<Long> done) {
    waiters.add(new Waiter(events, done));
  }

  /** Completes who waited for nothing that is still to be read; only while explored. */
  void completeWaiters(long revision) {
    long complete = isIdle() ? events : oldest().event - 1;
    for (Waiter next = waiters.peek();
        next != null && next.event <= complete;
        next = waiters.peek()) {
      waiters.remove();
      next.done.complete(revision);
    }
  }

  void failWaiters(TreeUnavailable failure) {
    List<Waiter> all = new ArrayList<>(waiters);
    waiters.clear();
    all.forEach(waiter -> waiter.done.completeExceptionally(failure));
  }

  /** When the node went, if that was the last that events said of it; 0 if not. */
  long deletion(TreePath path) {
    Mark newest = inHand(path).withNewer(waiting(path));
    return newest.gone ? newest.newest : 0;
  }

  /** The oldest change of the path that is in hand, for what one event said; 0 if there is none. */
  long oldestChange(TreePath path) {
    Mark mark = inHand(path);
    return mark.newest > 0 ? mark.zxid : 0;
  }

  private Mark inHand(TreePath path) {
    return changedInHand.getOrDefault(path, Mark.NONE);
  }

  private Mark waiting(TreePath path) {
    return changed.getOrDefault(path, Mark.NONE);
  }

  private Mark oldest() {
    return (changedInHand.isEmpty() ? changed : changedInHand).values().iterator().next();
  }
}
