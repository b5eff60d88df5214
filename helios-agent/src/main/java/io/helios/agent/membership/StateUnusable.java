package io.helios.agent.membership;

import org.jspecify.annotations.Nullable;

/** The state directory cannot be used; the message is for the operator and says what to do. */
public final class StateUnusable extends Exception {
  public StateUnusable(String message) {
    this(message, null);
  }

  public StateUnusable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
