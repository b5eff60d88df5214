package io.helios.cli.target;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Asks again once a minute, and whenever the last answer was empty. */
final class Remembered implements Supplier<List<URI>> {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Supplier<List<URI>> source;
  private final Clock clock;
  private List<URI> answer = List.of();
  private Instant asked = Instant.MIN;

  Remembered(Supplier<List<URI>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public synchronized List<URI> get() {
    Instant now = clock.instant();
    if (answer.isEmpty() || now.isAfter(asked.plus(FRESH))) {
      List<URI> found = source.get();
      answer = found.isEmpty() ? answer : found;
      asked = now;
    }
    return answer;
  }
}
