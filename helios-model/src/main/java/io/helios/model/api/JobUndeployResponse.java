package io.helios.model.api;

import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/** Answer to an undeploy. */
public record JobUndeployResponse(Status status, @Nullable String host, @Nullable JobId job) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    JOB_NOT_FOUND,
    HOST_NOT_FOUND,
    INVALID_ID,
    FORBIDDEN
  }
}
