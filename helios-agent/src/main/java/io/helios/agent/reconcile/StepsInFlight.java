package io.helios.agent.reconcile;

import io.helios.agent.task.InFlight;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has steps carried out by the workers, at most one per task. Used by the loop's thread; how a step
 * ended comes back to it as a message.
 */
final class StepsInFlight {
  private static final Logger log = LoggerFactory.getLogger(StepsInFlight.class);

  /** Is told on the loop's thread, once for each step that was begun. */
  interface Listener {
    void ended(JobId id, Task task, Step step, StepResult result);
  }

  private final StepRunner runner;
  private final Workers workers;
  private final Clock clock;
  private final Consumer<Runnable> messages;
  private final Listener listener;

  /**
   * Begins with none.
   *
   * @param messages takes what is to be done on the loop's thread
   */
  StepsInFlight(
      StepRunner runner,
      Workers workers,
      Clock clock,
      Consumer<Runnable> messages,
      Listener listener) {
    this.runner = runner;
    this.workers = workers;
    this.clock = clock;
    this.messages = messages;
    this.listener = listener;
  }

  void begin(JobId id, Task task, Step step) {
    log.debug("{}: {}", id, step.getClass().getSimpleName());
    task.inFlight = new InFlight(step, clock.instant());
    task.cancelled = false;
    task.work =
        workers.submit(
            step,
            () -> runner.run(step),
            result -> messages.accept(() -> ended(id, task, step, result)));
  }

  /** Gives up what is in flight, if anything is. */
  void cancel(JobId id, Task task) {
    Work work = task.work;
    InFlight inFlight = task.inFlight;
    if (work == null || inFlight == null || task.cancelled) {
      return;
    }
    log.info("{}: giving up {}", id, inFlight.step().getClass().getSimpleName());
    task.cancelled = true;
    if (work.giveUp()) {
      // Whether it had begun or not, nobody waits for it any more.
      StepResult cancelled = StepResult.of(new Outcome.Cancelled());
      messages.accept(() -> ended(id, task, inFlight.step(), cancelled));
    }
  }

  private void ended(JobId id, Task task, Step step, StepResult result) {
    InFlight inFlight = task.inFlight;
    if (inFlight == null || inFlight.step() != step) {
      return; // It was given up before.
    }
    task.inFlight = null;
    task.work = null;
    listener.ended(id, task, step, result);
  }
}
