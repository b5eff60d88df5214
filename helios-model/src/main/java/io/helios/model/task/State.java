package io.helios.model.task;

/** Where a task stands, in the words of the published clients; no literal may ever be added. */
public enum State {
  PULLING_IMAGE,
  CREATING,
  STARTING,
  HEALTHCHECKING,
  RUNNING,
  EXITED,
  STOPPING,
  STOPPED,
  FAILED,
  UNKNOWN
}
