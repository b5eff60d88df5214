package io.helios.model.group;

/** Why a rollout was started. */
public enum RolloutReason {
  /** Somebody asked for it. */
  MANUAL,
  /** Hosts joined, left or came back. */
  HOSTS_CHANGED,
  /** Back to an earlier job. */
  ROLLBACK,
  /** Once more over the hosts that failed. */
  RETRY;

  /** What published clients are told instead. */
  public RollingUpdateReason forPublishedClients() {
    return switch (this) {
      case HOSTS_CHANGED -> RollingUpdateReason.HOSTS_CHANGED;
      case MANUAL, ROLLBACK, RETRY -> RollingUpdateReason.MANUAL;
    };
  }
}
