package io.helios.cli.await;

import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when a host has been as it is.
 *
 * @param downSince null while it is up
 * @param failingSince null unless it keeps failing without having run
 * @param runningSince null unless the same container runs
 * @param container that runs
 */
public record Course(
    @Nullable Instant downSince,
    @Nullable Instant failingSince,
    @Nullable Instant runningSince,
    @Nullable String container) {
  public static final Course START = new Course(null, null, null, null);

  /** Takes note of one more look. */
  public Course seeing(HostFacts facts, Instant now) {
    Instant down = facts.up() ? null : first(downSince, now);
    TaskReport report = facts.report();
    if (report == null || !facts.isCurrent()) {
      return new Course(down, null, null, null);
    }
    boolean running = report.state() == State.RUNNING;
    boolean sameRun =
        running && runningSince != null && Objects.equals(container, report.containerId());
    Instant runs = !running ? null : sameRun ? runningSince : now;
    Instant failing =
        running ? null : report.state() == State.FAILED ? first(failingSince, now) : failingSince;
    return new Course(down, failing, runs, running ? report.containerId() : null);
  }

  private static Instant first(@Nullable Instant known, Instant now) {
    return known == null ? now : known;
  }
}
