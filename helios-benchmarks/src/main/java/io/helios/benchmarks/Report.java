package io.helios.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a scenario has measured, and where. */
record Report(String scenario, Machine machine, List<Measure> measures) {
  private static final String ROW = "%-34s %-6s %6s %9s %9s %9s %9s  %s%n";

  /** For people. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(scenario).append('\n').append(machine.line()).append("\n\n");
    text.append(ROW.formatted("measure", "unit", "count", "median", "p90", "p99", "max", "target"));
    for (Measure m : measures) {
      text.append(
          ROW.formatted(
              m.name(),
              m.unit(),
              m.count(),
              number(m.median()),
              number(m.p90()),
              number(m.p99()),
              number(m.max()),
              m.target() == null ? "" : m.target()));
    }
    return text.toString();
  }

  /** For programs; the fields are described in docs/performance. */
  void writeTo(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
