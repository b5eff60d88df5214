package io.helios.cli.text;

import java.time.Duration;

/** Durations in their largest unit. */
public final class Spans {
  private Spans() {}

  /** For example {@code 1 second}, {@code 23 hours}; never negative. */
  public static String text(Duration duration) {
    if (duration.toDays() > 0) {
      return count(duration.toDays(), "day");
    }
    if (duration.toHours() > 0) {
      return count(duration.toHours(), "hour");
    }
    if (duration.toMinutes() > 0) {
      return count(duration.toMinutes(), "minute");
    }
    return count(Math.max(0, duration.toSeconds()), "second");
  }

  private static String count(long n, String unit) {
    return n + " " + unit + (n == 1 ? "" : "s");
  }
}
