package io.helios.agent.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys to look at, each at most once, now or at a time. Of two times for a key the earlier counts.
 * Safe for use by any number of threads; one takes.
 */
public final class WorkQueue<K> {
  private static final Duration LONGEST_NAP = Duration.ofSeconds(10);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<K, Due> due = new LinkedHashMap<>();
  private boolean woken;

  /** What was asked for later than now was asked for before the clock was set back: it is due. */
  private record Due(Instant asked, Instant when) {
    boolean isNow(Instant now) {
      return !when.isAfter(now) || now.isBefore(asked);
    }
  }

  public WorkQueue(Clock clock) {
    this.clock = clock;
  }

  /** The key is to be looked at as soon as possible. */
  public void add(K key) {
    addAt(key, Instant.MIN);
  }

  /** The key is to be looked at then, if not before. */
  public void addAt(K key, Instant when) {
    lock.lock();
    try {
      due.merge(
          key,
          new Due(clock.instant(), when),
          (before, now) -> now.when().isBefore(before.when()) ? now : before);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the present or the next {@link #await}, whatever is due. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a key that is due, the longest due first; empty when none is. */
  public Optional<K> poll() {
    lock.lock();
    try {
      Instant now = clock.instant();
      Optional<K> next =
          due.entrySet().stream()
              .filter(entry -> entry.getValue().isNow(now))
              .min(Comparator.comparing(entry -> entry.getValue().when()))
              .map(Map.Entry::getKey);
      next.ifPresent(due::remove);
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** How many keys could be taken now. */
  public int due() {
    lock.lock();
    try {
      Instant now = clock.instant();
      return (int) due.values().stream().filter(each -> each.isNow(now)).count();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until a key is due or somebody wakes it. */
  public void await() throws InterruptedException {
    lock.lock();
    try {
      while (!woken) {
        Optional<Instant> first =
            due.values().stream().map(Due::when).min(Comparator.naturalOrder());
        Instant now = clock.instant();
        if (due.values().stream().anyMatch(one -> one.isNow(now))) {
          return;
        }
        // Clocks may be set: a long nap is cut into shorter ones.
        Duration nap = first.map(at -> Duration.between(now, at)).orElse(LONGEST_NAP);
        long nanos = nap.compareTo(LONGEST_NAP) < 0 ? nap.toNanos() : LONGEST_NAP.toNanos();
        if (news.awaitNanos(nanos) <= 0 && nap.compareTo(LONGEST_NAP) >= 0) {
          return;
        }
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }
}
