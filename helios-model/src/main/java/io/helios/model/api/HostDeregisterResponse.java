package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Answer to the removal of a host.
 *
 * @param message why not, in words; absent where it was done, and from masters that do not say
 */
public record HostDeregisterResponse(
    Status status,
    String host,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** Without words. */
  public HostDeregisterResponse(Status status, String host) {
    this(status, host, null);
  }

  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    NOT_FOUND,
    JOBS_STILL_DEPLOYED
  }
}
