package io.helios.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.helios.benchmarks.report.Measure.Better;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a scenario has measured, and where. */
public record Report(
    String scenario, String command, Machine machine, double loadAfter, Results results) {
  private static final String ROW = "%-44s %-9s %7s %10s %10s %10s %10s  %s%n";

  /** For people. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(scenario).append('\n').append(machine.line());
    text.append(" before, ").append(loadAfter).append(" after\n");
    results.facts().forEach((key, value) -> text.append(key + " " + value + "  "));
    text.append("\n\n");
    text.append(ROW.formatted("measure", "unit", "count", "median", "p90", "p99", "max", "target"));
    for (Measure m : results.measures()) {
      text.append(
          ROW.formatted(
              m.name(),
              m.unit(),
              m.count(),
              number(m.median()),
              number(m.quantile(0.9)),
              number(m.quantile(0.99)),
              number(m.max()),
              m.target() == null ? "" : m.target()));
    }
    return text.toString();
  }

  /** For programs: one object, no value of which is an object or a list. */
  public void writeJson(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), flat());
  }

  /** A page that needs nothing else. */
  public void writeHtml(Path file) throws IOException {
    Files.writeString(file, HtmlReport.of(this));
  }

  Map<String, Object> flat() {
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("scenario", scenario);
    flat.put("command", command);
    flat.put("machine.at", machine.at());
    flat.put("machine.cpus", machine.cpus());
    flat.put("machine.cpu", machine.cpu());
    flat.put("machine.memoryMiB", machine.memory());
    flat.put("machine.kernel", machine.kernel());
    flat.put("machine.java", machine.java());
    flat.put("machine.engine", machine.engine());
    flat.put("machine.helios", machine.helios());
    flat.put("machine.loadBefore", machine.load());
    flat.put("machine.loadAfter", loadAfter);
    flat.putAll(results.facts());
    results.measures().forEach(measure -> put(flat, measure));
    return flat;
  }

  private static void put(Map<String, Object> flat, Measure m) {
    String key = m.key();
    flat.put(key, rounded(m.median()));
    if (m.count() > 1) {
      flat.put(key + ".p90", rounded(m.quantile(0.9)));
      flat.put(key + ".p99", rounded(m.quantile(0.99)));
      flat.put(key + ".max", rounded(m.max()));
      flat.put(key + ".count", m.count());
      double[] within = m.medianWithin();
      flat.put(key + ".low", rounded(within[0]));
      flat.put(key + ".high", rounded(within[1]));
    }
    flat.put(key + ".unit", m.unit());
    if (m.better() != Better.NEITHER) {
      flat.put(key + ".better", m.better().name().toLowerCase(Locale.ROOT));
    }
    if (m.target() != null) {
      flat.put(key + ".target", m.target());
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  static String number(double value) {
    return Math.abs(value) >= 10_000
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
