package io.helios.master.watch;

import io.helios.coordination.tree.Subscription;
import io.helios.master.view.Journal;
import io.helios.master.view.LiveView;
import io.helios.master.view.Picture;
import io.helios.master.view.ViewChange;
import io.helios.master.view.ViewListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * Everyone who watches. One thread hands changes on to those whom they concern and beats the heart
 * for all of them, another writes the beginnings of those who start anew; what a connection does
 * not take at once is written when it does, by the server's threads.
 */
public final class Watchers implements AutoCloseable {
  /**
   * Between two rounds at least: the first change goes out at once, those behind it then together.
   */
  private static final long REST_MILLIS = 5;

  private final LiveView live;
  private final LongFunction<String> tokens;
  private final Limits limits;
  private final Lines lines = new Lines();
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final Audience<Watcher> audience = new Audience<>();

  /** Begun anew and not caught up yet: to them each step of the revision matters. */
  private final Set<Watcher> beginners = ConcurrentHashMap.newKeySet();

  private final ScheduledThreadPoolExecutor rounds = thread("watch");
  private final ScheduledThreadPoolExecutor beginnings = thread("watch-begin");
  private final AtomicBoolean due = new AtomicBoolean();
  private final AtomicBoolean concernsAll = new AtomicBoolean();
  private final List<Subscription> subscriptions;
  private final ScheduledFuture<?> ticks;
  private volatile boolean closed;

  // Owned by the thread that carries the rounds out.
  private final Rounds course;
  private boolean resting;

  /**
   * Bounds for all of them together and each.
   *
   * @param watchers at once
   * @param tickMillis how often every connection is looked at
   * @param silence after so many of these without an event comes a heartbeat
   * @param patience a connection that takes nothing for so many of these is ended
   */
  public record Limits(int watchers, long tickMillis, int silence, int patience) {
    /**
     * As masters have them: heartbeats every 10 s, half a minute for a reader that stands still.
     */
    public static final Limits DEFAULT = new Limits(10_000, 5_000, 2, 6);
  }

  /**
   * @param tokens revisions as they stand on the wire
   */
  public Watchers(LiveView live, LongFunction<String> tokens, Limits limits) {
    this.live = live;
    this.tokens = tokens;
    this.limits = limits;
    this.course = new Rounds(live.journal().capacity(), live.journal().mark().head());
    this.subscriptions = List.of(live.journal().follow(this::wake), live.subscribe(new Waker()));
    this.ticks =
        rounds.scheduleWithFixedDelay(
            this::tick, limits.tickMillis(), limits.tickMillis(), TimeUnit.MILLISECONDS);
  }

  /** Open connections. */
  public int count() {
    return watchers.size();
  }

  boolean isFull() {
    return closed || watchers.size() >= limits.watchers();
  }

  /**
   * Lets a request watch until it goes away.
   *
   * @param from where it was before; empty for one that knows nothing
   * @param reason why it has to begin anew in that case
   */
  void add(
      AsyncContext context,
      ServletOutputStream out,
      WatchFilter filter,
      OptionalLong from,
      String reason) {
    Follower follower = new Follower(live.journal(), filter, lines, tokens);
    if (from.isPresent()) {
      follower.resume(from.getAsLong());
    } else {
      follower.begin(reason);
    }
    Watcher watcher =
        new Watcher(context, out, follower, live::freshness, this::photograph, this::remove);
    watchers.add(watcher);
    audience.add(watcher, follower.topics());
    out.setWriteListener(watcher);
    if (closed) {
      watcher.finish();
    }
  }

  /** Ends all streams; their readers go on from where they are with another master. */
  @Override
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::close);
    watchers.forEach(Watcher::finish);
    ticks.cancel(false);
    rounds.shutdownNow();
    beginnings.shutdownNow();
  }

  private void remove(Watcher watcher) {
    watchers.remove(watcher);
    audience.remove(watcher, watcher.topics());
    beginners.remove(watcher);
  }

  private void photograph(Watcher watcher) {
    beginners.add(watcher);
    live.capture(picture -> begin(watcher, picture));
  }

  private void begin(Watcher watcher, Picture picture) {
    try {
      beginnings.execute(() -> watcher.given(follower -> follower.given(picture)));
    } catch (RejectedExecutionException e) {
      watcher.end();
    }
  }

  private void wake() {
    if (!watchers.isEmpty() && due.compareAndSet(false, true)) {
      try {
        rounds.execute(this::roundUnlessResting);
      } catch (RejectedExecutionException e) {
        due.set(false);
      }
    }
  }

  private void roundUnlessResting() {
    if (!resting) {
      resting = true;
      round();
      ScheduledFuture<?> unused = rounds.schedule(this::rested, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void rested() {
    resting = false;
    if (due.get()) {
      roundUnlessResting();
    }
  }

  private void wakeAll() {
    concernsAll.set(true);
    wake();
  }

  private void round() {
    due.set(false);
    Journal journal = live.journal();
    Rounds.Round round = course.next(journal.mark().head(), concernsAll.getAndSet(false));
    if (round.all()) {
      watchers.forEach(Watchers::pump);
    } else {
      audience.of(journal, round.from(), round.to()).forEach(Watchers::pump);
      beginners.forEach(this::pumpBeginner);
    }
  }

  /** Who begins goes on by itself, and has all changes behind it then. */
  private static void pump(Watcher watcher) {
    if (!watcher.isBeginning()) {
      watcher.pump();
    }
  }

  private void pumpBeginner(Watcher watcher) {
    // Taken out first: it may have to begin anew, and be put in again, at any time.
    beginners.remove(watcher);
    pump(watcher);
    if (watcher.isCatchingUp()) {
      beginners.add(watcher);
    }
  }

  private void tick() {
    for (Watcher watcher : watchers) {
      if (!watcher.tick(limits.silence(), limits.patience())) {
        watcher.end();
      }
    }
  }

  /** After the view has lived again, who is ahead of it will not be caught up with: begins anew. */
  private void turnBack() {
    watchers.forEach(watcher -> watcher.given(Watchers::turnBack));
  }

  private static void turnBack(Follower follower) {
    if (follower.isAhead()) {
      follower.begin("this master knows less than the last one");
    }
  }

  private final class Waker implements ViewListener {
    @Override
    public void changed(ViewChange change) {
      // The journal tells when there is something to read.
    }

    @Override
    public void live(long revision) {
      try {
        rounds.execute(() -> turnBack());
      } catch (RejectedExecutionException e) {
        // Closed: nobody watches any more.
      }
      wakeAll();
    }

    @Override
    public void stale() {
      wakeAll();
    }
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }
}
