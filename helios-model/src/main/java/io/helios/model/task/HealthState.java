package io.helios.model.task;

/** What a job's health check says of the container that runs. */
public enum HealthState {
  /** It has not passed yet, and that is not held against the container. */
  STARTING,
  /** It passed, and has not failed often enough since to count. */
  HEALTHY,
  /** It failed too often in a row. */
  UNHEALTHY
}
