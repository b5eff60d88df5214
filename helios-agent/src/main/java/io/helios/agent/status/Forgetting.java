package io.helios.agent.status;

import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Step;

/** Takes a task that is gone out of the tree. */
public interface Forgetting {
  /**
   * Returns when nothing of the task is left in the tree; blocks.
   *
   * @throws RuntimeFailure of kind UNAVAILABLE when that has to be tried again
   */
  void forget(Step.Forget step) throws RuntimeFailure;
}
