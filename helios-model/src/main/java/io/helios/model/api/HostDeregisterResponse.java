package io.helios.model.api;

/** Answer to the removal of a host. */
public record HostDeregisterResponse(Status status, String host) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    NOT_FOUND,
    JOBS_STILL_DEPLOYED
  }
}
