package io.helios.agent.task;

import io.helios.model.job.HealthCheck;
import io.helios.model.job.Liveness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a health check goes on, with the agent's defaults filled in.
 *
 * @param startPeriod null: a container that never passed is given all the time in the world
 */
record Pace(Duration interval, int retries, @Nullable Duration startPeriod, boolean restart) {
  private static final int INTERVAL_SECONDS = 30;
  private static final int RETRIES = 3;

  static Pace of(HealthCheck check) {
    Liveness liveness = check.liveness();
    Integer startPeriod = liveness.startPeriod();
    return new Pace(
        Duration.ofSeconds(atLeastOne(liveness.interval(), INTERVAL_SECONDS)),
        atLeastOne(liveness.retries(), RETRIES),
        startPeriod == null ? null : Duration.ofSeconds(startPeriod),
        Boolean.TRUE.equals(liveness.restart()));
  }

  /** Jobs that no master judged may say anything. */
  private static int atLeastOne(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : Math.max(1, given);
  }

  /** Whether a container that has not passed yet has had its time. */
  boolean isOver(@Nullable Instant startedAt, Instant now) {
    return startPeriod != null && startedAt != null && !now.isBefore(startedAt.plus(startPeriod));
  }

  /** How long a container that has not passed yet is left alone; no longer than the interval. */
  Duration waitAfter(int failures) {
    Duration growing = Trouble.doubling(1, failures, INTERVAL_SECONDS);
    return growing.compareTo(interval) < 0 ? growing : interval;
  }
}
