package io.helios.agent.health;

import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.model.job.HealthCheck;

/** Tries a job's health check once. Blocks, with a deadline of its own. */
public interface HealthProbe {

  /**
   * Probes a container through its effective ports, or inside of it.
   *
   * @throws InterruptedException when the one who asked has lost interest
   * @throws RuntimeFailure when the engine does not answer, which says nothing about the container
   */
  Result probe(HealthCheck check, Observed container) throws InterruptedException, RuntimeFailure;

  /**
   * How a probe went.
   *
   * @param reason why it failed, fit for a user; empty when it passed
   */
  record Result(boolean passed, String reason) {
    private static final Result PASSED = new Result(true, "");

    public static Result pass() {
      return PASSED;
    }

    public static Result fail(String reason) {
      return new Result(false, reason);
    }
  }
}
