package io.helios.model.group;

import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a rollout.
 *
 * @param timestamp epoch milliseconds
 * @param type a word for programs
 * @param host null when it concerns the rollout as a whole
 * @param message in words
 */
public record RolloutEvent(long timestamp, String type, @Nullable String host, String message) {
  public RolloutEvent {
    Contents.required("type of a rollout event", type);
    message = Contents.required("message of a rollout event", message);
  }
}
