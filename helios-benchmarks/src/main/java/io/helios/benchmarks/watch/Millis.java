package io.helios.benchmarks.watch;

import java.util.Arrays;

/** Very many samples, in milliseconds. For one thread at a time. */
final class Millis {
  private double[] samples = new double[1024];
  private int count;

  void add(double millis) {
    if (count == samples.length) {
      samples = Arrays.copyOf(samples, 2 * count);
    }
    samples[count++] = millis;
  }

  int count() {
    return count;
  }

  double[] all() {
    return Arrays.copyOf(samples, count);
  }
}
