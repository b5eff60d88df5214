package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a deploy.
 *
 * @param message why not, in words; null where it was done, and from masters that do not say
 */
public record JobDeployResponse(
    Status status,
    @Nullable String host,
    @Nullable JobId job,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** Without words. */
  public JobDeployResponse(Status status, @Nullable String host, @Nullable JobId job) {
    this(status, host, job, null);
  }

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
