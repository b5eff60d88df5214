package io.helios.agent.reconcile;

import io.helios.agent.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a step ended, and what its container looks like since.
 *
 * @param look null when there is nothing to look at, or it could not be looked at
 */
record StepResult(Outcome outcome, @Nullable Look look) {
  static StepResult of(Outcome outcome) {
    return new StepResult(outcome, null);
  }
}
