package io.helios.model.task;

/** Why the next try of a task is being held back. */
public enum ThrottleState {
  NO,
  FLAPPING,
  IMAGE_MISSING,
  IMAGE_PULL_FAILED
}
