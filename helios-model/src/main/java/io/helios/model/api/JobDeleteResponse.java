package io.helios.model.api;

/** Answer to the removal of a job. */
public record JobDeleteResponse(Status status) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    STILL_IN_USE,
    JOB_NOT_FOUND,
    FORBIDDEN
  }
}
