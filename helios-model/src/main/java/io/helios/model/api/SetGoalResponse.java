package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a change of goal.
 *
 * @param message why not, in words; null where it was done, and from masters that do not say
 */
public record SetGoalResponse(
    Status status,
    @Nullable String host,
    @Nullable JobId job,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** Without words. */
  public SetGoalResponse(Status status, @Nullable String host, @Nullable JobId job) {
    this(status, host, job, null);
  }

  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    JOB_NOT_FOUND,
    HOST_NOT_FOUND,
    JOB_NOT_DEPLOYED,
    ID_MISMATCH,
    INVALID_ID,
    FORBIDDEN
  }
}
