package io.helios.model.group;

import io.helios.model.json.Contents;

/**
 * Answer to what is asked of a rollout, when it is granted.
 *
 * @param rolloutId the rollout asked, or the new one that was started
 */
public record RolloutResponse(Status status, String rolloutId) {
  public RolloutResponse {
    Contents.required("rolloutId", rolloutId);
  }

  public static RolloutResponse ok(String rolloutId) {
    return new RolloutResponse(Status.OK, rolloutId);
  }

  /** A refusal comes as an error with a message instead. */
  public enum Status {
    OK
  }
}
