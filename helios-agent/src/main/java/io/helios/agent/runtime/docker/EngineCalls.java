package io.helios.agent.runtime.docker;

import io.helios.agent.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each call to the engine a deadline. Over the unix socket the client has none: an engine
 * that hangs would hold the caller for ever. The interrupt of a cancelled call frees its thread;
 * over the network it does not, so that the number of threads is bounded here, whatever hangs.
 */
final class EngineCalls implements AutoCloseable {
  /** More than all workers of an agent ever use at once. */
  private static final int MOST = 256;

  private final ExecutorService threads;
  private final EngineFailures failures;

  EngineCalls(EngineFailures failures) {
    this.failures = failures;
    var number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              var thread = new Thread(task, "docker-call-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A call under way. Fails when too many others hang already. */
  <T> Future<T> begin(Callable<T> call) throws RuntimeFailure {
    try {
      return threads.submit(call);
    } catch (RejectedExecutionException e) {
      throw failures.tooManyHang(MOST, e);
    }
  }

  /**
   * Makes one call.
   *
   * @param doing as in "cannot ..."
   */
  <T> T call(String doing, Duration limit, Callable<T> call) throws RuntimeFailure {
    try {
      return answer(doing, limit, begin(call));
    } catch (ExecutionException e) {
      throw failures.of(doing, cause(e));
    }
  }

  /** As {@link #call}, for those who know some of the engine's exceptions themselves. */
  <T> T answer(String doing, Duration limit, Future<T> call)
      throws RuntimeFailure, ExecutionException {
    try {
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw failures.tooSlow(doing, limit);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw failures.interrupted(doing, e);
    }
  }

  static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
