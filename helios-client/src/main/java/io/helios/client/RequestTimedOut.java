package io.helios.client;

import org.jspecify.annotations.Nullable;

/** A master took the request but did not answer in time; the request may have taken effect. */
public final class RequestTimedOut extends HeliosException {
  RequestTimedOut(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
