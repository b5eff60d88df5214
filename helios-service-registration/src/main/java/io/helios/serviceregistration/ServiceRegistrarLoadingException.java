package io.helios.serviceregistration;

import org.jspecify.annotations.Nullable;

/** A plugin cannot be used; the message is for the operator and says why. */
public final class ServiceRegistrarLoadingException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServiceRegistrarLoadingException(String message) {
    this(message, null);
  }

  public ServiceRegistrarLoadingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
