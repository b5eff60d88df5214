package io.helios.client;

import org.jspecify.annotations.Nullable;

/** A call that got no usable answer. The message is meant for users: what, where, what to do. */
public abstract class HeliosException extends RuntimeException {
  HeliosException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
