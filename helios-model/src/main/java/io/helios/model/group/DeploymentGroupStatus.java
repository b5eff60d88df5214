package io.helios.model.group;

import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/** How a group's last rollout stands, in the predecessor's words. */
public record DeploymentGroupStatus(State state, @Nullable String error) {
  public DeploymentGroupStatus {
    Contents.required("state of a deployment group", state);
  }

  /** No literal may be added, published clients know these; {@link RolloutState} says more. */
  public enum State {
    ROLLING_OUT,
    FAILED,
    DONE
  }
}
