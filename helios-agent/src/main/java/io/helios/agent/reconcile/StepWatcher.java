package io.helios.agent.reconcile;

import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import java.time.Duration;

/** Is told of every step that was carried out, on the thread that did; must return quickly. */
public interface StepWatcher {
  void ended(Step step, Outcome outcome, Duration took);

  /** Both are told. */
  default StepWatcher and(StepWatcher other) {
    return (step, outcome, took) -> {
      ended(step, outcome, took);
      other.ended(step, outcome, took);
    };
  }
}
