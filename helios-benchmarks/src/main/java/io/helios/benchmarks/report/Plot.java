package io.helios.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws numbers as SVG that stands in a page by itself. */
final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 240;
  private static final int LEFT = 64;
  private static final int BOTTOM = 28;
  private static final int TOP = 12;
  private static final int RIGHT = 12;
  private static final int BARS = 60;
  private static final int TICKS = 5;
  private static final List<String> COLOURS =
      List.of("#1f77b4", "#2ca02c", "#d62728", "#9467bd", "#ff7f0e", "#17becf", "#7f7f7f");

  private final StringBuilder svg = new StringBuilder();
  private final double endX;
  private final double endY;

  private Plot(double endX, double endY) {
    this.endX = endX > 0 ? endX : 1;
    this.endY = endY > 0 ? endY : 1;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
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
    Plot plot = new Plot(end, most);
    for (int i = 0; i < BARS; i++) {
      double x = plot.x(end * i / BARS);
      double width = plot.x(end * (i + 1) / BARS) - x - 1;
      double y = plot.y(bars[i]);
      plot.svg.append(
          text(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
              x, y, width, plot.y(0) - y, COLOURS.get(0)));
    }
    plot.mark(measure.median(), "median");
    plot.mark(measure.quantile(0.99), "p99");
    return plot.finish(measure.unit());
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
    Plot plot = new Plot(endX, endY);
    int index = 0;
    for (Map.Entry<String, List<TimeLine.Point>> curve : series.entrySet()) {
      String colour = COLOURS.get(index % COLOURS.size());
      StringBuilder points = new StringBuilder();
      for (TimeLine.Point point : curve.getValue()) {
        points.append(text("%.1f,%.1f ", plot.x(point.seconds()), plot.y(point.value())));
      }
      plot.svg.append(
          text(
              "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
              colour, points));
      plot.svg.append(
          text(
              "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
              LEFT + 8, TOP + 12 + 14 * index, colour, HtmlReport.escaped(curve.getKey())));
      index++;
    }
    return plot.finish("s");
  }

  private double x(double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(value, endX) / endX;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / endY;
  }

  private void mark(double value, String word) {
    svg.append(
        text(
            "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#d62728\"/>"
                + "<text x=\"%4$.1f\" y=\"%5$d\" fill=\"#d62728\">%6$s</text>",
            x(value), TOP, HEIGHT - BOTTOM, x(value) + 3, TOP + 10, word));
  }

  private String finish(String unitX) {
    for (int i = 0; i <= TICKS; i++) {
      double valueX = endX * i / TICKS;
      double valueY = endY * i / TICKS;
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(valueX), HEIGHT - 10, Report.number(valueX) + (i == TICKS ? " " + unitX : "")));
      svg.append(
          text(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 6, y(valueY) + 4, Report.number(valueY)));
    }
    svg.append(
        text(
            "<path d=\"M%1$d %2$d V%3$d H%4$d\" fill=\"none\" stroke=\"#888\"/></svg>",
            LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT));
    return svg.toString();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
