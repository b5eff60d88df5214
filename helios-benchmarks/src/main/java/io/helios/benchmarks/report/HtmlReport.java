package io.helios.benchmarks.report;

import java.util.Map;

/** The page with plots; no script, nothing is fetched. */
final class HtmlReport {
  /** Fewer samples do not make a histogram. */
  private static final int ENOUGH = 5;

  private static final String STYLE =
      "body{font:14px/1.4 sans-serif;max-width:60em;margin:2em auto;color:#222}"
          + "table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;"
          + "border-bottom:1px solid #ddd}td:first-child,th:first-child,td:last-child"
          + "{text-align:left}svg text{font:11px sans-serif}code{background:#f4f4f4;padding:.2em}";

  private HtmlReport() {}

  static String of(Report report) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>helios-bench ")
        .append(escaped(report.scenario()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(escaped(report.scenario()))
        .append("</h1><p><code>")
        .append(escaped(report.command()))
        .append("</code><p>")
        .append(escaped(report.machine().line()))
        .append(" before, ")
        .append(report.loadAfter())
        .append(" after<p>");
    for (Map.Entry<String, Object> fact : report.results().facts().entrySet()) {
      page.append(escaped(fact.getKey() + " " + fact.getValue())).append(" &middot; ");
    }
    page.append("<table><tr><th>measure<th>unit<th>count<th>median<th>p90<th>p99<th>max<th>target");
    for (Measure measure : report.results().measures()) {
      page.append(row(measure));
    }
    page.append("</table>");
    for (TimeLine timeLine : report.results().timeLines()) {
      page.append("<h2>")
          .append(escaped(timeLine.title()))
          .append(" (")
          .append(escaped(timeLine.unit()))
          .append(")</h2>")
          .append(Plot.lines(timeLine));
    }
    for (Measure measure : report.results().measures()) {
      if (measure.count() >= ENOUGH) {
        page.append("<h2>")
            .append(escaped(measure.name().strip()))
            .append("</h2>")
            .append(Plot.histogram(measure));
      }
    }
    return page.append("</html>\n").toString();
  }

  private static String row(Measure measure) {
    return "<tr><td>%s<td>%s<td>%d<td>%s<td>%s<td>%s<td>%s<td>%s"
        .formatted(
            escaped(measure.name()),
            escaped(measure.unit()),
            measure.count(),
            Report.number(measure.median()),
            Report.number(measure.quantile(0.9)),
            Report.number(measure.quantile(0.99)),
            Report.number(measure.max()),
            measure.target() == null ? "" : escaped(measure.target()));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
