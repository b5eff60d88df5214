package io.helios.agent.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One number for monitoring.
 *
 * @param name as Prometheus wants it: counters end in {@code _total}, the unit is in the name
 * @param help what it is, in one line
 * @param labels tell it from others of the same name, which stand beside it in a list
 */
public record Metric(
    String name, Kind kind, String help, double value, Map<String, String> labels) {
  public Metric {
    labels = new TreeMap<>(labels);
  }

  public Metric(String name, Kind kind, String help, double value) {
    this(name, kind, help, value, Map.of());
  }

  /** How it moves. */
  public enum Kind {
    COUNTER,
    GAUGE
  }

  /** The text format, version 0.0.4. */
  static String text(List<Metric> metrics) {
    StringBuilder text = new StringBuilder();
    String family = "";
    for (Metric metric : metrics) {
      if (metric.name.equals(family)) {
        text.append(metric.line());
        continue;
      }
      family = metric.name;
      text.append("# HELP ").append(metric.name).append(' ').append(metric.help).append('\n');
      text.append("# TYPE ").append(metric.name).append(' ');
      text.append(metric.kind.name().toLowerCase(Locale.ROOT)).append('\n');
      text.append(metric.line());
    }
    return text.toString();
  }

  private String line() {
    String marks =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .collect(Collectors.joining(","));
    return name + (marks.isEmpty() ? "" : "{" + marks + "}") + " " + number(value) + "\n";
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
