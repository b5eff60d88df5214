package io.helios.agent.runtime;

/**
 * What the engine says of a running container whose image has a HEALTHCHECK.
 *
 * @param reason what the check said last, shortened; empty if it said nothing or all is well
 */
public record EngineHealth(Status status, String reason) {
  /** The engine's own three words. */
  public enum Status {
    STARTING,
    HEALTHY,
    UNHEALTHY
  }
}
