package io.helios.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two runs of one scenario. A difference counts when it is larger than the noise: for a measure of
 * many samples their medians' confidence intervals must not touch, and in any case the difference
 * must be larger than a part of the first that is given.
 */
public final class Comparison {
  private static final String UNIT = ".unit";

  /** How the second run is beside the first. */
  public enum Verdict {
    BETTER,
    WORSE,
    SAME
  }

  /** One measure of both. */
  public record Line(String key, String unit, double first, double second, Verdict verdict) {}

  private Comparison() {}

  /**
   * Reads what {@link Report#writeJson} has written twice.
   *
   * @param noise part of the first value up to which a difference is none
   * @throws IOException when a file is not such a report, or they are of different scenarios
   */
  public static List<Line> of(Path first, Path second, double noise) throws IOException {
    JsonNode a = read(first);
    JsonNode b = read(second);
    if (!a.path("scenario").equals(b.path("scenario"))) {
      throw new IOException(
          "these are different scenarios: %s and %s"
              .formatted(a.path("scenario").asText(), b.path("scenario").asText()));
    }
    List<Line> lines = new ArrayList<>();
    a.fieldNames()
        .forEachRemaining(
            field -> {
              if (field.endsWith(UNIT)) {
                String key = field.substring(0, field.length() - UNIT.length());
                if (b.has(key)) {
                  lines.add(line(key, a, b, noise));
                }
              }
            });
    return lines;
  }

  /** For people. */
  public static String table(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      double change = line.first == 0 ? 0 : 100 * (line.second / line.first - 1);
      text.append(
          "%-40s %12s -> %12s %-9s %7s %%  %s%n"
              .formatted(
                  line.key,
                  Report.number(line.first),
                  Report.number(line.second),
                  line.unit,
                  (change > 0 ? "+" : "") + Report.number(change),
                  line.verdict == Verdict.SAME ? "" : line.verdict.name()));
    }
    return text.toString();
  }

  private static Line line(String key, JsonNode a, JsonNode b, double noise) {
    double first = a.path(key).asDouble();
    double second = b.path(key).asDouble();
    return new Line(key, a.path(key + UNIT).asText(), first, second, verdict(key, a, b, noise));
  }

  private static Verdict verdict(String key, JsonNode a, JsonNode b, double noise) {
    double first = a.path(key).asDouble();
    double second = b.path(key).asDouble();
    boolean higher = a.path(key + ".better").asText().equals("higher");
    boolean touching =
        a.path(key + ".low").asDouble(first) <= b.path(key + ".high").asDouble(second)
            && b.path(key + ".low").asDouble(second) <= a.path(key + ".high").asDouble(first);
    if (!a.has(key + ".better")
        || first == second
        || (a.has(key + ".low") && touching)
        || Math.abs(second - first) <= noise * Math.abs(first)) {
      return Verdict.SAME;
    }
    return second > first == higher ? Verdict.BETTER : Verdict.WORSE;
  }

  private static JsonNode read(Path file) throws IOException {
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    if (!report.path("scenario").isTextual()) {
      throw new IOException(file + " is not a report of helios-bench");
    }
    return report;
  }
}
