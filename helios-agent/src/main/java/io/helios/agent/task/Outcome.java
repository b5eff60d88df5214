package io.helios.agent.task;

import io.helios.agent.runtime.RuntimeFailure;
import org.jspecify.annotations.Nullable;

/** How a step ended. */
public sealed interface Outcome {
  /** It did what it should. */
  record Done() implements Outcome {}

  /**
   * It did not; whether it had an effect is seen by looking again.
   *
   * @param port of the host that somebody else has; null if it failed for something else
   */
  record Failed(RuntimeFailure.Kind kind, String message, @Nullable Integer port)
      implements Outcome {
    public Failed(RuntimeFailure.Kind kind, String message) {
      this(kind, message, null);
    }
  }

  /**
   * A probe got an answer.
   *
   * @param reason why it was no; empty if it was yes
   * @param slow whether that took so long that it is better not waited for by others
   */
  record Probed(boolean passed, String reason, boolean slow) implements Outcome {}

  /** It found nothing. */
  record Absent() implements Outcome {}

  /** It was given up on request. */
  record Cancelled() implements Outcome {}
}
