package io.helios.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answer to the creation of a job. */
public record CreateJobResponse(Status status, List<String> errors, @Nullable String id) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    ID_MISMATCH,
    JOB_ALREADY_EXISTS,
    INVALID_JOB_DEFINITION,
    UNKNOWN_JOB,
    AMBIGUOUS_JOB_REFERENCE
  }
}
