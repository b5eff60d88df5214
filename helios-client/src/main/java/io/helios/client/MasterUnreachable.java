package io.helios.client;

import org.jspecify.annotations.Nullable;

/** No master could be reached, or none was ready, until the retry window ended. */
public final class MasterUnreachable extends HeliosException {
  MasterUnreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
