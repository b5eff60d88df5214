package io.helios.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one kind. Of a single number median, p90, p99 and max are the same.
 *
 * @param name what was measured
 * @param unit of all that follows
 * @param target what is wanted, in words; null if nothing is
 */
@JsonPropertyOrder({"name", "unit", "count", "median", "p90", "p99", "max", "target"})
record Measure(
    String name,
    String unit,
    int count,
    double median,
    double p90,
    double p99,
    double max,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String target) {

  /** At least one sample is needed. */
  static Measure of(String name, String unit, Collection<Double> samples) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Measure(
        name,
        unit,
        sorted.length,
        quantile(sorted, 0.5),
        quantile(sorted, 0.9),
        quantile(sorted, 0.99),
        sorted[sorted.length - 1],
        null);
  }

  static Measure of(String name, String unit, double value) {
    return new Measure(name, unit, 1, value, value, value, value, null);
  }

  Measure wanted(String words) {
    return new Measure(name, unit, count, median, p90, p99, max, words);
  }

  /** The smallest sample that at least this part of all does not exceed. */
  private static double quantile(double[] sorted, double part) {
    int rank = (int) Math.ceil(part * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }
}
