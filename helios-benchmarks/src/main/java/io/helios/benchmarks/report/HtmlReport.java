package io.helios.benchmarks.report;

import java.util.Map;
import java.util.Optional;

/** The page with plots; no script, nothing is fetched. */
final class HtmlReport {
  /** Fewer samples do not make a histogram. */
  private static final int ENOUGH = 5;

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--line:#d1d9e0;--back:#fff;
      --panel:#f6f8fa;--good:#1a7f37;--bad:#cf222e;--c0:#0969da;--c1:#1a7f37;--c2:#bc4c00;
      --c3:#8250df;--c4:#bf3989;--c5:#0a7b83;--c6:#59636e}
      @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9198a1;--line:#3d444d;
      --back:#0d1117;--panel:#151b23;--good:#3fb950;--bad:#f85149;--c0:#4493f8;--c1:#3fb950;
      --c2:#db6d28;--c3:#ab7df8;--c4:#db61a2;--c5:#39c5cf;--c6:#9198a1}}
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;
      color:var(--text);background:var(--back)}
      h1{margin:0 0 .5rem}h2{font-size:1.05rem;margin:2rem 0 .25rem}
      code{background:var(--panel);padding:.3em .5em;border-radius:.4em;overflow-wrap:anywhere}
      .soft{color:var(--soft)}.facts{display:flex;flex-wrap:wrap;gap:.4rem;padding:0}
      .facts>span{background:var(--panel);border-radius:.4em;padding:.1em .6em}
      .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
      td,th{padding:.3em .7em;text-align:right;border-bottom:1px solid var(--line);
      font-variant-numeric:tabular-nums;white-space:nowrap}
      th{color:var(--soft);font-weight:600}
      td:first-child,th:first-child,td:last-child,th:last-child{text-align:left}
      td.part{padding-left:2em}.met{color:var(--good)}.missed{color:var(--bad);font-weight:600}
      .legend{display:flex;flex-wrap:wrap;gap:1rem;color:var(--soft)}
      .legend i{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.4em}
      svg{width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:var(--text)}
      svg .unit{fill:var(--soft)}.grid{stroke:var(--line)}.bar{fill:var(--c0)}
      line.mark{stroke:var(--c2)}svg text.mark{fill:var(--c2)}.curve{fill:none;stroke-width:1.8}
      """
          + colours();

  private HtmlReport() {}

  private static String colours() {
    StringBuilder style = new StringBuilder();
    for (int i = 0; i < Plot.COLOURS; i++) {
      style.append(".c%1$d{stroke:var(--c%1$d)}i.c%1$d{background:var(--c%1$d)}".formatted(i));
    }
    return style.toString();
  }

  static String of(Report report) {
    StringBuilder page = new StringBuilder();
    String scenario = escaped(report.scenario());
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>helios-bench " + scenario + "</title><style>" + STYLE + "</style>")
        .append("<h1>" + scenario + "</h1><p><code>" + escaped(report.command()) + "</code>")
        .append("<p class=\"soft\">" + escaped(report.machine().line()))
        .append(" before, " + report.loadAfter() + " after");
    page.append("<p class=\"facts\">");
    for (Map.Entry<String, Object> fact : report.results().facts().entrySet()) {
      page.append("<span><span class=\"soft\">" + escaped(fact.getKey()) + "</span> ")
          .append(escaped(String.valueOf(fact.getValue())) + "</span>");
    }
    page.append("<div class=\"wide\"><table><tr><th>measure<th>unit<th>count<th>median<th>p90")
        .append("<th>p99<th>max<th>target");
    report.results().measures().forEach(measure -> page.append(row(measure)));
    page.append("</table></div>");
    report.results().timeLines().forEach(timeLine -> page.append(curves(timeLine)));
    String whole = "";
    for (Measure measure : report.results().measures()) {
      whole = isPart(measure) ? whole : measure.name();
      if (measure.count() >= ENOUGH) {
        String title = isPart(measure) ? whole + ": " + measure.name().strip() : measure.name();
        page.append("<h2>" + escaped(title) + "</h2>" + Plot.histogram(measure));
      }
    }
    return page.append("</html>\n").toString();
  }

  private static String curves(TimeLine timeLine) {
    StringBuilder text = new StringBuilder("<h2>" + escaped(timeLine.title()) + "</h2>");
    if (!Plot.hasTime(timeLine)) {
      return text.append("<p class=\"soft\">Over before it could be looked at twice.").toString();
    }
    text.append("<div class=\"legend\">");
    int index = 0;
    for (String curve : timeLine.series().keySet()) {
      text.append(
          "<span><i class=\"c%d\"></i>%s</span>".formatted(index++ % Plot.COLOURS, escaped(curve)));
    }
    return text.append("</div>").append(Plot.lines(timeLine)).toString();
  }

  /** Names of what is a part of the measure before it begin with spaces. */
  private static boolean isPart(Measure measure) {
    return measure.name().startsWith(" ");
  }

  private static String row(Measure measure) {
    boolean several = measure.count() > 1;
    return "<tr><td%s>%s<td>%s<td>%d<td>%s<td>%s<td>%s<td>%s<td>%s"
        .formatted(
            isPart(measure) ? " class=\"part\"" : "",
            escaped(measure.name().strip()),
            escaped(measure.unit()),
            measure.count(),
            Report.number(measure.median()),
            several ? Report.number(measure.quantile(0.9)) : "",
            several ? Report.number(measure.quantile(0.99)) : "",
            several ? Report.number(measure.max()) : "",
            target(measure));
  }

  /** With a sign besides the colour, which not everybody sees. */
  private static String target(Measure measure) {
    if (measure.target() == null) {
      return "";
    }
    String words = escaped(measure.target());
    Optional<Boolean> met = Target.met(measure);
    if (met.isEmpty()) {
      return words;
    }
    return met.get()
        ? "<span class=\"met\">&#10003; " + words + "</span>"
        : "<span class=\"missed\">&#10007; " + words + "</span>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
