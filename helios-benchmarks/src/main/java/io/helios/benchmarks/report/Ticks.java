package io.helios.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis, from 0 on. */
record Ticks(double step, int count) {
  private static final int WANTED = 5;

  /** Up to the end, about five of them: 1, 2 or 5 times a power of ten apart. */
  static Ticks upTo(double end) {
    double rough = end / WANTED;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    return new Ticks(step, (int) Math.floor(end / step + 1e-9));
  }

  /** The same of things that are counted: never apart by less than one. */
  static Ticks countingUpTo(double end) {
    Ticks ticks = upTo(end);
    return ticks.step < 1 ? new Ticks(1, (int) Math.floor(end)) : ticks;
  }

  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      values.add(i * step);
    }
    return values;
  }

  /** With as many decimals as neighbours need to differ. */
  String label(double value) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
