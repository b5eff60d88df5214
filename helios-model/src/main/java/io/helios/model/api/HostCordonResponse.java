package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Answer to cordoning a host, or to lifting its cordon.
 *
 * @param message what was in the way; absent when done
 */
public record HostCordonResponse(
    Status status,
    String host,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** How it ended. */
  public enum Status {
    OK,
    NOT_FOUND
  }
}
