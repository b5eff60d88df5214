package io.helios.events;

import org.jspecify.annotations.Nullable;

/** A plugin cannot be used; the message is for the operator and says why. */
public final class EventSenderLoadingException extends Exception {
  private static final long serialVersionUID = 1L;

  public EventSenderLoadingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
