package io.helios.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one kind. Of a single number median, p90, p99 and max are the same.
 *
 * @param key in the JSON; never reused for something else
 * @param name what was measured, for people
 * @param unit of all samples
 * @param sorted all samples, smallest first; at least one
 * @param better which way is an improvement
 * @param target what is wanted, in words; null if nothing is
 */
public record Measure(
    String key, String name, String unit, double[] sorted, Better better, @Nullable String target) {

  /** Which way is an improvement. */
  public enum Better {
    LOWER,
    HIGHER,
    /** A fact about the run. */
    NEITHER
  }

  /** Lower is better; at least one sample is needed. */
  public static Measure of(String key, String name, String unit, Collection<Double> samples) {
    return of(key, name, unit, samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Lower is better; at least one sample is needed. */
  public static Measure of(String key, String name, String unit, double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("nothing was measured: " + name);
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Measure(key, name, unit, sorted, Better.LOWER, null);
  }

  /** Says what is wanted, in words. */
  public Measure wanted(String words) {
    return new Measure(key, name, unit, sorted, better, words);
  }

  /** Says that more is better. */
  public Measure higherIsBetter() {
    return new Measure(key, name, unit, sorted, Better.HIGHER, target);
  }

  /** Says that it is a fact, neither good nor bad. */
  public Measure fact() {
    return new Measure(key, name, unit, sorted, Better.NEITHER, target);
  }

  public int count() {
    return sorted.length;
  }

  public double median() {
    return quantile(0.5);
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The smallest sample that at least this part of all does not exceed. */
  public double quantile(double part) {
    int rank = (int) Math.ceil(part * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }

  /**
   * Where the median of such samples lies with 95 % certainty, if they are independent: between the
   * first and the second.
   */
  double[] medianWithin() {
    double around = 0.98 * Math.sqrt(sorted.length);
    int low = (int) Math.floor(sorted.length / 2.0 - around);
    int high = (int) Math.ceil(sorted.length / 2.0 + around);
    return new double[] {
      sorted[Math.max(low, 0)], sorted[Math.min(high, sorted.length - 1)],
    };
  }
}
