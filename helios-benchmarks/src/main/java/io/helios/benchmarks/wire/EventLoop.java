package io.helios.benchmarks.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for everything: sockets, timers, tasks. */
public final class EventLoop implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final long CLOSE_MILLIS = 10_000;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;

  // Owned by the thread.
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Runnable> atEndOfTurn = new ArrayList<>();
  private long timersMade;

  private record Timer(long at, long number, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  public EventLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** On the loop's thread, soon; from any thread. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  /** On the loop's thread, after that time; from any thread. */
  public void after(Duration delay, Runnable task) {
    long at = System.nanoTime() + delay.toNanos();
    if (Thread.currentThread() == thread) {
      timers.add(new Timer(at, timersMade++, task));
    } else {
      execute(() -> timers.add(new Timer(at, timersMade++, task)));
    }
  }

  /** When all that is ready now was dealt with; only on the loop's thread. */
  void atEndOfTurn(Runnable task) {
    atEndOfTurn.add(task);
  }

  Selector selector() {
    return selector;
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (SelectionKey key : selector.keys()) {
      try {
        key.channel().close();
      } catch (IOException e) {
        log.debug("closing", e);
      }
    }
  }

  private void turn() throws IOException {
    if (tasks.isEmpty()) {
      Timer next = timers.peek();
      long wait = next == null ? 1_000 : (next.at - System.nanoTime() + 999_999) / 1_000_000;
      if (wait > 0) {
        selector.select(EventLoop::ready, wait);
      } else {
        selector.selectNow(EventLoop::ready);
      }
    } else {
      selector.selectNow(EventLoop::ready);
    }
    awake.set(false);
    // Only those that are there now, so that sockets get their turn.
    for (int left = tasks.size(); left > 0; left--) {
      Runnable task = tasks.poll();
      if (task != null) {
        safely(task);
      }
    }
    long now = System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.at <= now; next = timers.peek()) {
      timers.remove();
      safely(next.task);
    }
    for (int i = 0; i < atEndOfTurn.size(); i++) {
      safely(atEndOfTurn.get(i));
    }
    atEndOfTurn.clear();
  }

  private static void ready(SelectionKey key) {
    if (key.attachment() instanceof Wire wire) {
      safely(() -> wire.ready(key));
    }
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of the load generator failed", e);
    }
  }

  /** Cuts all connections. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("closing", e);
    }
  }
}
