package io.helios.agent.runtime;

import io.helios.model.job.PortMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One container of ours as the engine shows it.
 *
 * @param ports effective mappings of the task by port name, from the container's labels
 * @param env environment as the agent set it, from the container's configuration
 * @param startedAt by the engine's clock; null if it never started
 * @param finishedAt by the engine's clock; null unless it has exited, or if unknown
 * @param exitCode null unless it has exited
 * @param oomKilled whether the kernel ended it for want of memory
 * @param error the engine's own error text; empty if none
 * @param health what the check in its image says; null without one, or when it does not run
 */
public record Observed(
    ContainerId id,
    TaskLabels task,
    Phase phase,
    Map<String, PortMapping> ports,
    Map<String, String> env,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Integer exitCode,
    boolean oomKilled,
    String error,
    @Nullable EngineHealth health) {

  /** How long it ran, by the engine's clock alone; empty while it runs, or if unknown. */
  public Optional<Duration> ran() {
    if (phase != Phase.EXITED || startedAt == null || finishedAt == null) {
      return Optional.empty();
    }
    Duration ran = Duration.between(startedAt, finishedAt);
    return Optional.of(ran.isNegative() ? Duration.ZERO : ran);
  }

  /** Where a container is in its life. */
  public enum Phase {
    /** Made, never started. */
    CREATED,
    /** Its process runs (or is paused, or being restarted by the engine). */
    RUNNING,
    /** Its process has ended. */
    EXITED
  }
}
