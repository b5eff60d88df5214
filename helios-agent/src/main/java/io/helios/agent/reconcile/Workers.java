package io.helios.agent.reconcile;

import io.helios.agent.task.Step;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that carry steps out, few and bounded, and gone while there is nothing to do. What may
 * take minutes never keeps what takes milliseconds from its turn.
 */
public final class Workers implements AutoCloseable {
  /** More starts at once than this make an engine slower, not faster. */
  private static final int QUICK = 4;

  private static final int PULLS = 8;
  private static final int STOPS = 32;
  private static final int PROBES = 8;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor quick = pool("agent-step", QUICK);
  private final ThreadPoolExecutor pulls = pool("agent-pull", PULLS);
  private final ThreadPoolExecutor stops = pool("agent-stop", STOPS);
  private final ThreadPoolExecutor probes = pool("agent-probe", PROBES);
  private final ThreadPoolExecutor looker = pool("agent-look", 1);

  /** One thread for looks at the engine, so that they do not overtake each other. */
  Executor looker() {
    return looker;
  }

  Future<?> submit(Step step, Runnable work) {
    if (step instanceof Step.Probe) {
      return probes.submit(work);
    }
    if (step instanceof Step.Pull) {
      return pulls.submit(work);
    }
    // A registry that does not answer must not keep anything from being stopped.
    return (step instanceof Step.Stop ? stops : quick).submit(work);
  }

  /** Abandons what is going on; the containers stay as they are. */
  @Override
  public void close() {
    quick.shutdownNow();
    pulls.shutdownNow();
    stops.shutdownNow();
    probes.shutdownNow();
    looker.shutdownNow();
  }

  /** A bounded pool of daemon threads that end when they are idle. */
  public static ThreadPoolExecutor pool(String name, int threads) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
