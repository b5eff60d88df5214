package io.helios.model.api;

import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/** Answer to a change of goal. */
public record SetGoalResponse(Status status, @Nullable String host, @Nullable JobId job) {
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
