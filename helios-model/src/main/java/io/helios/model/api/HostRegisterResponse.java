package io.helios.model.api;

/** Answer to a registration that was refused. */
public record HostRegisterResponse(Status status, String host) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    INVALID_ID
  }
}
