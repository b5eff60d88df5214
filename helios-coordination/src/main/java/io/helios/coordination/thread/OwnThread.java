package io.helios.coordination.thread;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does one thing after the other. It starts with the first; a task that throws
 * is logged and does not stop the next.
 */
public final class OwnThread implements Executor, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OwnThread.class);

  private final String name;
  private final ThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  public OwnThread(String name) {
    this.name = name;
    this.executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
  }

  private Thread newThread(Runnable task) {
    Thread created = new Thread(task, name);
    created.setDaemon(true);
    thread = created;
    return created;
  }

  /** Does it after everything before; not at all once closed. */
  @Override
  public void execute(Runnable task) {
    if (!accepts(task)) {
      log.debug("{} is closed, something is not done any more", name);
    }
  }

  /** As {@link #execute}; false when it is closed. */
  public boolean accepts(Runnable task) {
    try {
      executor.execute(() -> runSafely(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Does it after a while, measured from now. */
  public void executeAfter(long millis, Runnable task) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this).execute(task);
  }

  /** Guards calls that wait for this thread. */
  public void refuseItself() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("blocking call on the thread '" + name + "' itself");
    }
  }

  /** What was accepted is still done, nothing new. */
  @Override
  public void close() {
    executor.shutdown();
  }

  /** After {@link #close}: waits for what was accepted; whether it was done in time. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a task of the thread {} failed", name, e);
    }
  }
}
