package io.helios.master.about;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /ready}.
 *
 * @param message why not; absent when ready
 */
record Ready(boolean ready, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String message) {
  static Ready of(Optional<String> obstacle) {
    return new Ready(obstacle.isEmpty(), obstacle.orElse(null));
  }

  int status() {
    return ready ? 200 : 503;
  }
}
