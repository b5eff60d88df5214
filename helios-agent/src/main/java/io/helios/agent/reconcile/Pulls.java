package io.helios.agent.reconcile;

import io.helios.agent.task.Step;
import io.helios.model.job.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pulls under way and waiting: each image once, however many tasks want it, and few from each
 * registry, so that one that does not answer keeps nobody from another. Those who wait cost no
 * thread. Safe for use by any thread.
 */
final class Pulls {
  private static final int FROM_ONE_REGISTRY = 4;
  private static final int AT_ONCE = 16;

  private final ExecutorService threads;
  private final Map<Step.Pull, Shared> pulls = new LinkedHashMap<>(); // guarded by this

  Pulls() {
    this.threads = Workers.pool("agent-pull", AT_ONCE);
  }

  /**
   * Has it pulled, or waits for the end of an equal pull that goes on already.
   *
   * @param ended told of the result on another thread, unless it was given up
   */
  synchronized Work submit(Step.Pull step, Supplier<StepResult> pull, Consumer<StepResult> ended) {
    Shared shared = pulls.computeIfAbsent(step, Shared::new);
    Waiter waiter = new Waiter(pull, ended);
    shared.waiters.add(waiter);
    beginSome();
    return () -> giveUp(shared, waiter);
  }

  private synchronized void beginSome() {
    for (Shared shared : List.copyOf(pulls.values())) {
      long going = pulls.values().stream().filter(one -> one.work != null).count();
      if (going >= AT_ONCE) {
        return;
      }
      if (shared.work == null && from(shared.registry) < FROM_ONE_REGISTRY) {
        Supplier<StepResult> pull = shared.waiters.get(0).pull();
        shared.work = threads.submit(() -> ended(shared, pull.get()));
      }
    }
  }

  private long from(String registry) {
    return pulls.values().stream()
        .filter(one -> one.work != null && one.registry.equals(registry))
        .count();
  }

  private void ended(Shared shared, StepResult result) {
    List<Waiter> waiters;
    synchronized (this) {
      pulls.remove(shared.step, shared);
      waiters = List.copyOf(shared.waiters);
      shared.waiters.clear();
      beginSome();
    }
    waiters.forEach(waiter -> waiter.ended().accept(result));
  }

  /** The pull itself ends when nobody waits for it any more. */
  private synchronized boolean giveUp(Shared shared, Waiter waiter) {
    if (!shared.waiters.remove(waiter)) {
      return false;
    }
    if (shared.waiters.isEmpty()) {
      pulls.remove(shared.step, shared);
      Future<?> work = shared.work;
      if (work != null) {
        work.cancel(true);
      }
      beginSome();
    }
    return true;
  }

  void close() {
    threads.shutdownNow();
  }

  /** Compared by identity: two tasks may wait with equal parts. */
  private static final class Waiter {
    private final Supplier<StepResult> pull;
    private final Consumer<StepResult> ended;

    Waiter(Supplier<StepResult> pull, Consumer<StepResult> ended) {
      this.pull = pull;
      this.ended = ended;
    }

    Supplier<StepResult> pull() {
      return pull;
    }

    Consumer<StepResult> ended() {
      return ended;
    }
  }

  /** One pull and all who wait for it. */
  private static final class Shared {
    final Step.Pull step;
    final String registry;
    final List<Waiter> waiters = new ArrayList<>();
    @Nullable Future<?> work;

    Shared(Step.Pull step) {
      this.step = step;
      this.registry = ImageReference.registry(step.image());
    }
  }
}
