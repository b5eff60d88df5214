package io.helios.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws numbers as SVG that stands in a page by itself; colours are those of the page's style. */
final class Plot {
  private static final int WIDTH = 880;
  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int BOTTOM = 40;
  private static final int TOP = 26;
  private static final int RIGHT = 28;
  private static final int BARS = 60;

  /** How many colours the page's style has for curves. */
  static final int COLOURS = 7;

  private final StringBuilder svg = new StringBuilder();
  private final double endX;
  private final double endY;

  private Plot(String what, double endX, double endY) {
    this.endX = endX > 0 ? endX : 1;
    this.endY = endY > 0 ? endY : 1;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, HtmlReport.escaped(what)));
  }

  /** How many samples lie where; what lies beyond the 99.9th percentile is in the last bar. */
  static String histogram(Measure measure) {
    double end = Math.max(measure.quantile(0.999), 1e-9);
    int[] bars = new int[BARS];
    for (double sample : measure.sorted()) {
      bars[(int) Math.min(BARS - 1, Math.max(0, sample / end * BARS))]++;
    }
    int most = 0;
    for (int bar : bars) {
      most = Math.max(most, bar);
    }
    Plot plot = new Plot("histogram of " + measure.name().strip(), end, most);
    plot.axes(Ticks.countingUpTo(plot.endY), measure.unit(), "samples");
    for (int i = 0; i < BARS; i++) {
      double x = plot.x(end * i / BARS);
      double width = plot.x(end * (i + 1) / BARS) - x - 1;
      double y = plot.y(bars[i]);
      plot.svg.append(
          text(
              "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              x, y, width, plot.y(0) - y));
    }
    double median = plot.x(measure.median());
    double p99 = plot.x(measure.quantile(0.99));
    plot.mark(median, "median " + Report.number(measure.median()), false);
    plot.mark(p99, "p99 " + Report.number(measure.quantile(0.99)), true);
    return plot.svg.append("</svg>").toString();
  }

  /** Whether there is a time over which curves could be drawn. */
  static boolean hasTime(TimeLine timeLine) {
    return timeLine.series().values().stream()
        .flatMap(List::stream)
        .anyMatch(point -> point.seconds() > 0);
  }

  /** Curves over seconds. */
  static String lines(TimeLine timeLine) {
    Map<String, List<TimeLine.Point>> series = timeLine.series();
    double endX = 0;
    double endY = 0;
    for (List<TimeLine.Point> points : series.values()) {
      for (TimeLine.Point point : points) {
        endX = Math.max(endX, point.seconds());
        endY = Math.max(endY, point.value());
      }
    }
    Plot plot = new Plot(timeLine.title() + " over time", endX, endY);
    plot.axes(Ticks.upTo(plot.endY), "s", timeLine.unit());
    int index = 0;
    for (List<TimeLine.Point> curve : series.values()) {
      StringBuilder points = new StringBuilder();
      for (TimeLine.Point point : curve) {
        points.append(text("%.1f,%.1f ", plot.x(point.seconds()), plot.y(point.value())));
      }
      plot.svg.append(
          text("<polyline class=\"curve c%d\" points=\"%s\"/>", index++ % COLOURS, points));
    }
    return plot.svg.append("</svg>").toString();
  }

  private double x(double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(value, endX) / endX;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / endY;
  }

  private void axes(Ticks vertical, String unitX, String unitY) {
    Ticks horizontal = Ticks.upTo(endX);
    for (double value : horizontal.values()) {
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(value), HEIGHT - BOTTOM + 16, horizontal.label(value)));
    }
    for (double value : vertical.values()) {
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%1$d\" x2=\"%2$d\" y1=\"%3$.1f\" y2=\"%3$.1f\"/>"
                  + "<text x=\"%4$d\" y=\"%5$.1f\" text-anchor=\"end\">%6$s</text>",
              LEFT, WIDTH - RIGHT, y(value), LEFT - 6, y(value) + 4, vertical.label(value)));
    }
    svg.append(
        text(
            "<text class=\"unit\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<text class=\"unit\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
            WIDTH - RIGHT,
            HEIGHT - 6,
            HtmlReport.escaped(unitX),
            LEFT - 6,
            TOP - 14,
            HtmlReport.escaped(unitY)));
  }

  /** A line through the plot, with its word above it on the side where there is room. */
  private void mark(double x, String word, boolean before) {
    svg.append(
        text(
            "<line class=\"mark\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>"
                + "<text class=\"mark\" x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"%5$s\">%6$s</text>",
            x, TOP - 4, HEIGHT - BOTTOM, TOP - (before ? 16 : 7), anchor(x), word));
  }

  private static String anchor(double x) {
    return x > WIDTH - RIGHT - 60 ? "end" : x < LEFT + 60 ? "start" : "middle";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
