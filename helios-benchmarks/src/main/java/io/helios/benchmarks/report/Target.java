package io.helios.benchmarks.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a measure is what was wanted, where the words of its target can be judged. */
final class Target {
  private static final Pattern CLAUSE =
      Pattern.compile("(?:(median|p90|p99|max) )?(<|<=|>=)? ?([0-9]+(?:\\.[0-9]+)?)");

  private Target() {}

  /**
   * Empty where nothing is wanted, where the words are others than {@code p99 < 50, max <= 80}, and
   * where they do not say which of several samples they mean.
   */
  static Optional<Boolean> met(Measure measure) {
    if (measure.target() == null) {
      return Optional.empty();
    }
    boolean met = true;
    for (String words : measure.target().split(", ", -1)) {
      Matcher clause = CLAUSE.matcher(words);
      if (!clause.matches() || (clause.group(1) == null && measure.count() > 1)) {
        return Optional.empty();
      }
      met &= holds(measured(measure, clause), clause);
    }
    return Optional.of(met);
  }

  private static double measured(Measure measure, Matcher clause) {
    return switch (clause.group(1) == null ? "" : clause.group(1)) {
      case "p90" -> measure.quantile(0.9);
      case "p99" -> measure.quantile(0.99);
      case "max" -> measure.max();
      default -> measure.median();
    };
  }

  private static boolean holds(double value, Matcher clause) {
    double limit = Double.parseDouble(clause.group(3));
    return switch (clause.group(2) == null ? "" : clause.group(2)) {
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case ">=" -> value >= limit;
      default -> value == limit;
    };
  }
}
