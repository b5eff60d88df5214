package io.helios.agent.task;

import io.helios.agent.runtime.RuntimeFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Steps that failed in a row.
 *
 * @param count at least 1
 * @param notBefore when the next try is due
 */
public record Trouble(RuntimeFailure.Kind kind, String message, int count, Instant notBefore) {

  /** One more failure; the wait doubles with each of the same kind, up to that kind's limit. */
  static Trouble after(@Nullable Trouble before, Outcome.Failed failure, Instant now) {
    int count = before == null || before.kind != failure.kind() ? 1 : before.count + 1;
    return new Trouble(
        failure.kind(), failure.message(), count, now.plus(wait(failure.kind(), count)));
  }

  Trouble due() {
    return new Trouble(kind, message, count, Instant.EPOCH);
  }

  boolean isAboutTheImage() {
    return kind == RuntimeFailure.Kind.IMAGE_MISSING
        || kind == RuntimeFailure.Kind.IMAGE_PULL_FAILED;
  }

  private static Duration wait(RuntimeFailure.Kind kind, int count) {
    return switch (kind) {
      case IMAGE_MISSING -> doubling(5, count, 120);
      case IMAGE_PULL_FAILED -> doubling(2, count, 30);
      case PORT_TAKEN -> doubling(1, count, 10);
      case REFUSED, BROKEN -> doubling(1, count, 30);
      case UNAVAILABLE -> doubling(1, count, 5);
    };
  }

  static Duration doubling(long seconds, int count, long limitSeconds) {
    long factor = 1L << Math.min(count - 1, 20);
    return Duration.ofSeconds(Math.min(limitSeconds, seconds * factor));
  }
}
