package io.helios.master.metric;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A registry in Prometheus's text format, version 0.0.4. Times are in seconds. */
public final class PrometheusText {
  private PrometheusText() {}

  public static String of(MetricRegistry registry) {
    StringBuilder text = new StringBuilder();
    registry.getMetrics().forEach((name, metric) -> add(text, legal(name), metric));
    return text.toString();
  }

  private static void add(StringBuilder text, String name, Metric metric) {
    if (metric instanceof Gauge<?> gauge) {
      Object value = gauge.getValue();
      if (value instanceof Number number) {
        line(text, name, "gauge", Map.of(), number.doubleValue());
      } else if (value instanceof Boolean flag) {
        line(text, name, "gauge", Map.of(), flag ? 1 : 0);
      }
    } else if (metric instanceof Sampling sampling && metric instanceof Counting counting) {
      summary(text, metric instanceof Timer ? name + "_seconds" : name, metric, sampling, counting);
    } else if (metric instanceof com.codahale.metrics.Counter counter) {
      line(text, name, "gauge", Map.of(), (double) counter.getCount());
    } else if (metric instanceof Counting counting) {
      line(text, name + "_total", "counter", Map.of(), (double) counting.getCount());
    }
  }

  private static void summary(
      StringBuilder text, String name, Metric metric, Sampling sampling, Counting counting) {
    double unit = metric instanceof Timer ? TimeUnit.SECONDS.toNanos(1) : 1;
    Snapshot snapshot = sampling.getSnapshot();
    text.append("# TYPE ").append(name).append(" summary\n");
    for (double quantile : new double[] {0.5, 0.95, 0.99}) {
      value(
          text,
          name,
          Map.of("quantile", Double.toString(quantile)),
          snapshot.getValue(quantile) / unit);
    }
    value(text, name + "_count", Map.of(), (double) counting.getCount());
  }

  /** One number with its type; those of one name have to be added together. */
  static void line(
      StringBuilder text, String name, String type, Map<String, String> labels, double value) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    value(text, name, labels, value);
  }

  private static void value(
      StringBuilder text, String name, Map<String, String> labels, double value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{');
      String separator = "";
      for (Map.Entry<String, String> label : labels.entrySet()) {
        text.append(separator)
            .append(label.getKey())
            .append("=\"")
            .append(label.getValue().replace("\\", "\\\\").replace("\"", "\\\""))
            .append('"');
        separator = ",";
      }
      text.append('}');
    }
    text.append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }

  private static String legal(String name) {
    String legal = name.replaceAll("[^a-zA-Z0-9_:]+", "_");
    return Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
  }
}
