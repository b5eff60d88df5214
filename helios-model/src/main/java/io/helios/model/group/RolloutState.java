package io.helios.model.group;

/** How a rollout stands. */
public enum RolloutState {
  ROLLING_OUT,
  /** Held by an operator; hosts that had begun are finished. */
  PAUSED,
  /** Its canaries are done, and it waits to be promoted. */
  AWAITING_PROMOTION,
  /** It failed and brings the job before it back. */
  ROLLING_BACK,
  SUCCEEDED,
  FAILED,
  /** It failed, and the job before it is back. */
  ROLLED_BACK,
  /** An operator ended it. */
  STOPPED;

  /** Whether nothing more happens because of it. */
  public boolean ended() {
    return switch (this) {
      case ROLLING_OUT, PAUSED, AWAITING_PROMOTION, ROLLING_BACK -> false;
      case SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> true;
    };
  }

  /** What published clients are told instead. */
  public DeploymentGroupStatus.State forPublishedClients() {
    return switch (this) {
      case ROLLING_OUT, PAUSED, AWAITING_PROMOTION, ROLLING_BACK ->
          DeploymentGroupStatus.State.ROLLING_OUT;
      case SUCCEEDED -> DeploymentGroupStatus.State.DONE;
      case FAILED, ROLLED_BACK, STOPPED -> DeploymentGroupStatus.State.FAILED;
    };
  }
}
