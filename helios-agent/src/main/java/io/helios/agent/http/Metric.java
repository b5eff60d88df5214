package io.helios.agent.http;

import java.util.List;
import java.util.Locale;

/**
 * One number for monitoring.
 *
 * @param name as Prometheus wants it: counters end in {@code _total}, the unit is in the name
 * @param help what it is, in one line
 */
public record Metric(String name, Kind kind, String help, double value) {
  /** How it moves. */
  public enum Kind {
    COUNTER,
    GAUGE
  }

  /** The text format, version 0.0.4. */
  static String text(List<Metric> metrics) {
    StringBuilder text = new StringBuilder();
    for (Metric metric : metrics) {
      text.append("# HELP ").append(metric.name).append(' ').append(metric.help).append('\n');
      text.append("# TYPE ").append(metric.name).append(' ');
      text.append(metric.kind.name().toLowerCase(Locale.ROOT)).append('\n');
      text.append(metric.name).append(' ').append(number(metric.value)).append('\n');
    }
    return text.toString();
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
