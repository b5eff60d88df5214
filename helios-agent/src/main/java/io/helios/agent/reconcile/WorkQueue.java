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

  /** Nobody asks for a later time: what is due later is due because the clock was set back. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<K, Instant> due = new LinkedHashMap<>();
  private boolean woken;

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
      due.merge(key, when, (before, now) -> now.isBefore(before) ? now : before);
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
              .filter(entry -> isDue(entry.getValue(), now))
              .min(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey);
      next.ifPresent(due::remove);
      return next;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isDue(Instant when, Instant now) {
    return !when.isAfter(now) || when.isAfter(now.plus(LONGEST_WAIT));
  }

  /** Blocks until a key is due or somebody wakes it. */
  public void await() throws InterruptedException {
    lock.lock();
    try {
      while (!woken) {
        Optional<Instant> first = due.values().stream().min(Comparator.naturalOrder());
        Instant now = clock.instant();
        if (due.values().stream().anyMatch(when -> isDue(when, now))) {
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
