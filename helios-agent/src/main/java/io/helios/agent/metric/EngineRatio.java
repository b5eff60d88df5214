package io.helios.agent.metric;

import io.helios.agent.http.Check;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of what is asked of the container engine fails. Once too much did, it has to become much
 * better to count as well again.
 */
final class EngineRatio implements Check {
  private static final double ILL = 0.8;
  private static final double WELL = 0.4;

  /** Of fewer steps in five minutes nothing is concluded. */
  private static final double ENOUGH_STEPS = 5;

  private static final int MINUTES = 5;

  private final Meter steps;
  private final Meter failures;
  private boolean ill;

  EngineRatio(Meter steps, Meter failures) {
    this.steps = steps;
    this.failures = failures;
  }

  @Override
  public synchronized Optional<String> complaint() {
    double ratio = ratio();
    ill = ill ? ratio >= WELL : ratio > ILL;
    return ill
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "of the steps of the last minutes %.0f %% failed in the container engine",
                ratio * 100))
        : Optional.empty();
  }

  private double ratio() {
    double all = steps.rate(MINUTES);
    boolean enough = all * MINUTES * 60 >= ENOUGH_STEPS;
    return enough ? Math.min(1, failures.rate(MINUTES) / all) : 0;
  }
}
