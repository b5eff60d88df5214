package io.helios.agent.status;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one next time at which statuses are told: the earliest that anybody asked for. */
final class NextFlush {
  private static final Logger log = LoggerFactory.getLogger(NextFlush.class);

  private final ScheduledExecutorService timer;
  private final Runnable flush;

  // Guarded by this.
  private @Nullable Future<?> pending;
  private long due;

  NextFlush(ScheduledExecutorService timer, Runnable flush) {
    this.timer = timer;
    this.flush = flush;
  }

  /** Whoever asks for a later time than the one that is set already is served by that. */
  synchronized void within(long millis) {
    long wanted = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (pending != null) {
      if (due - wanted <= 0) {
        return;
      }
      pending.cancel(false);
    }
    try {
      pending = timer.schedule(this::run, millis, TimeUnit.MILLISECONDS);
      due = wanted;
    } catch (RejectedExecutionException closing) {
      log.debug("Closed before everything was told");
    }
  }

  private void run() {
    synchronized (this) {
      pending = null;
    }
    flush.run();
  }
}
