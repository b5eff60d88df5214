package io.helios.agent.registration;

import org.jspecify.annotations.Nullable;

/** A registrar did not do what it was asked to; the message says why. Trying again is safe. */
public final class RegistrarFailure extends Exception {
  private static final long serialVersionUID = 1L;

  RegistrarFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
