package io.helios.agent.reconcile;

import io.helios.agent.task.Step;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads that carry steps out, few and bounded, and gone while there is nothing to do. What may
 * take minutes never keeps what takes milliseconds from its turn.
 */
public final class Workers implements AutoCloseable {
  /** More starts at once than this make an engine slower, not faster. */
  private static final int QUICK = 4;

  private static final int STOPS = 32;
  private static final int PROBES = 4;
  private static final int SLOW_PROBES = 8;
  private static final int REGISTRATIONS = 8;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor quick = pool("agent-step", QUICK);
  private final ThreadPoolExecutor stops = pool("agent-stop", STOPS);
  private final ThreadPoolExecutor probes = pool("agent-probe", PROBES);
  private final ThreadPoolExecutor routine = pool("agent-routine-probe", PROBES);
  private final ThreadPoolExecutor slow = pool("agent-slow-probe", SLOW_PROBES);
  private final ThreadPoolExecutor registrations = pool("agent-discovery", REGISTRATIONS);
  private final ThreadPoolExecutor looker = pool("agent-look", 1);
  private final Pulls pulls = new Pulls();

  /** One thread for looks at the engine, so that they do not overtake each other. */
  Executor looker() {
    return looker;
  }

  /** Has a step carried out; how it ended is told on another thread. */
  Work submit(Step step, Supplier<StepResult> run, Consumer<StepResult> ended) {
    if (step instanceof Step.Pull pull) {
      return pulls.submit(pull, run, ended);
    }
    Future<?> future = pool(step).submit(() -> ended.accept(run.get()));
    return () -> future.cancel(true);
  }

  private ThreadPoolExecutor pool(Step step) {
    if (step instanceof Step.Probe probe) {
      return probes(probe);
    }
    if (step instanceof Step.Register || step instanceof Step.Withdraw) {
      return registrations;
    }
    return step instanceof Step.Stop ? stops : quick;
  }

  /**
   * A hundred containers that stopped answering neither hold up the probes of those that do, nor a
   * new one on its way to RUNNING.
   */
  private ThreadPoolExecutor probes(Step.Probe probe) {
    if (probe.slow()) {
      return slow;
    }
    return probe.routine() ? routine : probes;
  }

  /** Abandons what is going on; the containers stay as they are. */
  @Override
  public void close() {
    quick.shutdownNow();
    pulls.close();
    stops.shutdownNow();
    probes.shutdownNow();
    routine.shutdownNow();
    slow.shutdownNow();
    registrations.shutdownNow();
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
