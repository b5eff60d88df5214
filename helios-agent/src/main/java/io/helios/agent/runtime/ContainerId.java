package io.helios.agent.runtime;

/** The engine's full id of a container. */
public record ContainerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
