package io.helios.model.group;

/**
 * Why a group's last rollout was started; no literal may be added, published clients know these.
 */
public enum RollingUpdateReason {
  MANUAL,
  HOSTS_CHANGED
}
