package io.helios.model.api;

import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/** Answer to a deploy. */
public record JobDeployResponse(Status status, @Nullable String host, @Nullable JobId job) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    JOB_NOT_FOUND,
    PORT_CONFLICT,
    HOST_NOT_FOUND,
    JOB_ALREADY_DEPLOYED,
    ID_MISMATCH,
    INVALID_ID,
    AMBIGUOUS_JOB_REFERENCE,
    FORBIDDEN
  }
}
