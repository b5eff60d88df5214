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

  private static final Duration SOON = Duration.ofMillis(200);

  /** One more failure; the wait doubles with each of the same kind, up to that kind's limit. */
  static Trouble after(@Nullable Trouble before, Outcome.Failed failure, Instant now) {
    int count = before == null || before.kind != failure.kind() ? 1 : before.count + 1;
    return new Trouble(
        failure.kind(), failure.message(), count, now.plus(wait(failure.kind(), count)));
  }

  /** A wait longer than was asked for began before the clock was set back: it is over. */
  Trouble timely(Instant now) {
    return notBefore.isAfter(now.plus(wait(kind, count)))
        ? new Trouble(kind, message, count, Instant.EPOCH)
        : this;
  }

  boolean isAboutTheImage() {
    return kind == RuntimeFailure.Kind.IMAGE_MISSING
        || kind == RuntimeFailure.Kind.IMAGE_PULL_FAILED;
  }

  /** Whether somebody else has a port that is needed. */
  public boolean isAboutPorts() {
    return kind == RuntimeFailure.Kind.PORT_HELD || kind == RuntimeFailure.Kind.PORT_TAKEN;
  }

  private static Duration wait(RuntimeFailure.Kind kind, int count) {
    return switch (kind) {
      case IMAGE_MISSING -> doubling(5, count, 120);
      case IMAGE_PULL_FAILED -> doubling(2, count, 30);
      // Whoever had it may be just about to go, as an old container does.
      case PORT_HELD, PORT_TAKEN -> count == 1 ? SOON : doubling(1, count - 1, 5);
      case REFUSED, BROKEN -> doubling(1, count, 30);
      case UNAVAILABLE -> doubling(1, count, 5);
    };
  }

  static Duration doubling(long seconds, int count, long limitSeconds) {
    long factor = 1L << Math.min(count - 1, 20);
    return Duration.ofSeconds(Math.min(limitSeconds, seconds * factor));
  }
}
