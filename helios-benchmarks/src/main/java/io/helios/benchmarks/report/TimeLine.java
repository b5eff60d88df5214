package io.helios.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How numbers went over the time of a run. For one writer at a time.
 *
 * @see Results#add(TimeLine)
 */
public final class TimeLine {
  private final String title;
  private final String unit;
  private final Map<String, List<Point>> series = new LinkedHashMap<>();

  /** A value at a time, in seconds since the beginning. */
  public record Point(double seconds, double value) {}

  public TimeLine(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a point to a curve; times only grow within one. */
  public synchronized void add(String curve, double seconds, double value) {
    series.computeIfAbsent(curve, name -> new ArrayList<>()).add(new Point(seconds, value));
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  synchronized Map<String, List<Point>> series() {
    Map<String, List<Point>> copy = new LinkedHashMap<>();
    series.forEach((name, points) -> copy.put(name, List.copyOf(points)));
    return copy;
  }
}
