package io.helios.master.cleanup;

import java.time.Duration;
import java.util.Optional;

/**
 * What is to be cleaned up, beside expired jobs, which always are.
 *
 * @param agentTimeout how long an agent has to be dead for its host to be removed; empty: never
 * @param jobRetention how long a job has to be unused to be removed; empty: never
 * @param orphanHistory whether the history of jobs that are gone is removed
 */
public record CleanupRules(
    Optional<Duration> agentTimeout, Optional<Duration> jobRetention, boolean orphanHistory) {
  /** The predecessor's defaults. */
  public static final CleanupRules DEFAULT =
      new CleanupRules(Optional.of(Duration.ofDays(14)), Optional.empty(), false);
}
