package io.helios.cli.group;

import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** Guesses when a rollout ends, from the hosts that are done. */
public final class TimeLeft {
  private TimeLeft() {}

  /**
   * Empty while nothing is known to guess from, and while it waits for people.
   *
   * @param now as the master's clock would say it; only differences to its times matter
   */
  public static Optional<Duration> of(Rollout rollout, Instant now) {
    return switch (rollout.state()) {
      case ROLLING_OUT, ROLLING_BACK -> guess(rollout, now);
      case PAUSED, AWAITING_PROMOTION, SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> Optional.empty();
    };
  }

  private static Optional<Duration> guess(Rollout rollout, Instant now) {
    OptionalDouble average =
        rollout.hosts().stream()
            .filter(host -> host.state() == HostOutcome.State.DONE)
            .map(HostOutcome::durationMillis)
            .filter(millis -> millis != null && millis > 0)
            .mapToLong(Long::longValue)
            .average();
    if (average.isEmpty()) {
      return Optional.empty();
    }
    long each = (long) average.getAsDouble();
    RolloutCounts counts = RolloutCounts.of(rollout.hosts());
    Integer given = rollout.options().parallelism();
    int parallelism = given == null || given < 1 ? 1 : given;
    long batches = ((long) counts.todo() + parallelism - 1) / parallelism;
    return Optional.of(Duration.ofMillis(batches * each + current(rollout, now, each)));
  }

  /** What the hosts that move now will need in addition. */
  private static long current(Rollout rollout, Instant now, long each) {
    return rollout.hosts().stream()
        .filter(
            host ->
                host.state() == HostOutcome.State.MOVING
                    || host.state() == HostOutcome.State.VERIFYING)
        .mapToLong(
            host -> {
              Long started = host.started();
              long passed = started == null ? 0 : now.toEpochMilli() - started;
              return Math.min(each, Math.max(0, each - passed));
            })
        .max()
        .orElse(0);
  }
}
