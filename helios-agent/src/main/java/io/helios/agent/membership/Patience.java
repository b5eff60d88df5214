package io.helios.agent.membership;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Measures a wait by many looks at a clock. Between two looks no more than {@link #STEP} counts, so
 * that a clock that is set ends no wait. Used by one thread.
 */
final class Patience {
  /** Longer than looks are apart. */
  static final Duration STEP = Duration.ofSeconds(15);

  private Duration waited = Duration.ZERO;
  private @Nullable Instant last;

  /** How long it has been waited by now. */
  Duration waited(Instant now) {
    Instant before = last;
    last = now;
    if (before != null && now.isAfter(before)) {
      Duration passed = Duration.between(before, now);
      waited = waited.plus(passed.compareTo(STEP) < 0 ? passed : STEP);
    }
    return waited;
  }

  /** The next wait begins anew. */
  void over() {
    waited = Duration.ZERO;
    last = null;
  }
}
