package io.helios.model.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Answer to the start of a rolling update.
 *
 * @param rolloutId of what was started; null when nothing was, and from the predecessor's masters
 */
public record RollingUpdateResponse(
    Status status, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rolloutId) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    OK,
    DEPLOYMENT_GROUP_NOT_FOUND,
    JOB_NOT_FOUND
  }
}
