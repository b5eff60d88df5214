package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that the next moves of a rollout depend on.
 *
 * @param records how the hosts fare that were dealt with
 * @param hosts that it is about, in the order in which they are moved; those that are finished may
 *     be left out, unless the canaries are being watched
 * @param facts of a host; always the same, and asked for only where they are needed
 * @param members how many hosts the group has
 * @param limit how many moves may be made at once; what is left is planned again
 * @param histories the last states of hosts, where known; only for the text of failures
 */
record Situation(
    RolloutOrder order,
    ResolvedOptions options,
    RolloutProgress progress,
    Map<HostName, HostProgress> records,
    List<HostName> hosts,
    Function<HostName, HostFacts> facts,
    int members,
    Map<HostName, List<State>> histories,
    int limit,
    Instant now) {

  /** What hosts are brought now; null when the group's jobs only have to go. */
  @Nullable JobId job() {
    return jobOf(order, progress);
  }

  static @Nullable JobId jobOf(RolloutOrder order, RolloutProgress progress) {
    return progress.back() ? order.fromJob() : order.job();
  }

  /** Whether the host's time is up. */
  boolean isLate(HostProgress record) {
    return !now.isBefore(lateAt(record));
  }

  Instant lateAt(HostProgress record) {
    Long started = record.started();
    return (started == null ? now : Instant.ofEpochMilli(started)).plus(options.timeout());
  }

  /** How many hosts may fail. */
  long budget() {
    return options.ignoreFailures() || progress.back()
        ? Long.MAX_VALUE
        : options.maxFailures().roundedDown(members);
  }

  /** How many hosts may be moved before the rollout is promoted. */
  int canaries() {
    return options.canary() == null || progress.promoted()
        ? Integer.MAX_VALUE
        : Math.max(1, options.canary().roundedUp(members));
  }
}
