package io.helios.agent.runtime;

/** The engine's full id of a container. */
public record ContainerId(String value) {
  private static final int FULL = 64;
  private static final int SHORT = 12;

  /** For messages: as short as the engine's own tools show it. */
  @Override
  public String toString() {
    return value.length() == FULL ? value.substring(0, SHORT) : value;
  }
}
