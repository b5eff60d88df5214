package io.helios.model.group;

import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a job on all hosts of a group.
 *
 * @param job taken as it is: a short id is not found
 * @param rolloutOptions null leaves all to the job and the defaults
 */
public record RollingUpdateRequest(JobId job, @Nullable RolloutOptions rolloutOptions) {
  public RollingUpdateRequest {
    Contents.required("job of a rolling update", job);
  }
}
