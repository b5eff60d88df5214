package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.host.Cordon;
import org.jspecify.annotations.Nullable;

/**
 * Answer to cordoning a host, or to lifting its cordon.
 *
 * @param cordon as it is now; absent when the host takes deployments
 * @param message what was in the way; absent when done
 */
public record HostCordonResponse(
    Status status,
    String host,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cordon cordon,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** How it ended. */
  public enum Status {
    OK,
    NOT_FOUND
  }
}
