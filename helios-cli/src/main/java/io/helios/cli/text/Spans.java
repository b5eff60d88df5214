package io.helios.cli.text;

import java.time.Duration;
import java.util.Locale;

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

  /** For example {@code 1.2 s}. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private static String count(long n, String unit) {
    return n + " " + unit + (n == 1 ? "" : "s");
  }
}
