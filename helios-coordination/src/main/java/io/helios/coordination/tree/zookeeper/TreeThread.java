package io.helios.coordination.tree.zookeeper;

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
 * The one thread on which a tree tells everything. ZooKeeper's client has one per session; this one
 * outlives sessions, so that nothing of an old one is told beside the new.
 */
final class TreeThread implements Executor {
  private static final Logger log = LoggerFactory.getLogger(TreeThread.class);

  private volatile @Nullable Thread thread;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread created = new Thread(task, "tree");
            created.setDaemon(true);
            thread = created;
            return created;
          });

  /** Runs it after everything before; not at all once closed. */
  @Override
  public void execute(Runnable task) {
    try {
      executor.execute(() -> runSafely(task));
    } catch (RejectedExecutionException e) {
      log.debug("closed, nothing is told any more");
    }
  }

  void executeAfter(long millis, Runnable task) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this).execute(task);
  }

  /** Guards blocking calls, which would wait for themselves. */
  void refuseItself() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("blocking call on the tree's own thread");
    }
  }

  void close() {
    executor.shutdown();
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a watcher of the tree failed", e);
    }
  }
}
