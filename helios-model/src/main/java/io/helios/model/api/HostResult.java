package io.helios.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * How one host's part of a batch ended.
 *
 * @param status {@code OK}, or as in the answer to the same request for that host alone; besides
 *     {@code HOST_CORDONED}, and {@code UNAVAILABLE} where the outcome is not known
 * @param message why not, in words; null where it was done
 */
public record HostResult(
    String status,
    String host,
    JobId job,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  /** Whether it was done. */
  public boolean ok() {
    return status.equals("OK");
  }
}
