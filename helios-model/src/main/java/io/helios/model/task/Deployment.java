package io.helios.model.task;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A job on a host, with its goal. Requests may call the job {@code job} or {@code jobId}; answers
 * say {@code jobId}.
 *
 * @param jobId null only in a request that left it out
 * @param goal null only in a request that left it out
 * @param deployerUser who asked, self-declared
 * @param deployerMaster master that acted for a group
 * @param deploymentGroupName group that owns this deployment
 * @param generation grows with every deploy and every change of goal; null in requests
 */
public record Deployment(
    @JsonAlias("job") @Nullable JobId jobId,
    @Nullable Goal goal,
    @Nullable String deployerUser,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String deployerMaster,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String deploymentGroupName,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long generation) {

  /** A request to deploy, or to set a goal. */
  public static Deployment of(JobId job, Goal goal) {
    return new Deployment(job, goal, null, null, null, null);
  }
}
