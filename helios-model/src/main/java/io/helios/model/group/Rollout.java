package io.helios.model.group;

import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rollout of a group, from its first host to its last.
 *
 * @param user who asked, self-declared; null for masters, and for whoever did not say
 * @param fromJob what the group ran before; null if it had no job
 * @param options resolved, without the token
 * @param created epoch milliseconds
 * @param started epoch milliseconds; null before the first host
 * @param ended epoch milliseconds; null before
 * @param error why it failed; null when it did not
 * @param detail what it does or waits for now, in words; null when nothing
 * @param rollbackOf id of the rollout that this one takes back; null if it takes none back
 * @param hosts in the order in which they are moved
 * @param events the newest, oldest first
 */
public record Rollout(
    String id,
    String group,
    RolloutState state,
    RolloutReason reason,
    @Nullable String user,
    @Nullable JobId fromJob,
    JobId jobId,
    RolloutOptions options,
    long created,
    @Nullable Long started,
    @Nullable Long ended,
    @Nullable String error,
    @Nullable String detail,
    @Nullable String rollbackOf,
    List<HostOutcome> hosts,
    List<RolloutEvent> events) {
  @SuppressWarnings("ConstantValue") // JSON may leave anything out.
  public Rollout {
    Contents.required("id of a rollout", id);
    Contents.required("group of a rollout", group);
    Contents.required("state of a rollout", state);
    Contents.required("reason of a rollout", reason);
    Contents.required("jobId of a rollout", jobId);
    options = options == null ? RolloutOptions.NONE : options.withoutToken();
    hosts = Contents.list("hosts", hosts);
    events = Contents.list("events", events);
  }

  /** The same without hosts and events. */
  public RolloutSummary summary() {
    return new RolloutSummary(
        id,
        group,
        state,
        reason,
        user,
        fromJob,
        jobId,
        options,
        created,
        started,
        ended,
        error,
        detail,
        rollbackOf,
        RolloutCounts.of(hosts));
  }
}
