package io.helios.client;

import org.jspecify.annotations.Nullable;

/** Something answered, but not as a Helios master does. */
public final class BadReply extends HeliosException {
  BadReply(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
