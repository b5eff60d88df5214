package io.helios.model.group;

import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/** A {@link Rollout} in listings: its hosts are only counted, its events left out. */
public record RolloutSummary(
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
    RolloutCounts counts) {
  @SuppressWarnings("ConstantValue") // JSON may leave anything out.
  public RolloutSummary {
    Contents.required("id of a rollout", id);
    Contents.required("group of a rollout", group);
    Contents.required("state of a rollout", state);
    Contents.required("reason of a rollout", reason);
    Contents.required("jobId of a rollout", jobId);
    options = options == null ? RolloutOptions.NONE : options.withoutToken();
    Contents.required("counts of a rollout", counts);
  }
}
