package io.helios.benchmarks;

import io.helios.benchmarks.report.TimeLine;
import java.util.Arrays;

/**
 * When what happened to each deployment of a storm, in nanoseconds of {@link System#nanoTime}; 0
 * for not yet. Written on the loop's thread.
 */
final class Drops {
  private static final int CURVE = 200;

  private final long[] sent;
  private final long[] answered;
  private final long[] told;
  private final long[] seen;
  private int seenCount;
  private int errors;
  private volatile String firstError = "none";
  private volatile boolean complete;

  Drops(int count) {
    sent = new long[count];
    answered = new long[count];
    told = new long[count];
    seen = new long[count];
  }

  void sent(int drop, long at) {
    sent[drop] = at;
  }

  void answered(int drop, long at) {
    answered[drop] = at;
  }

  void told(int drop, long at) {
    if (told[drop] == 0) {
      told[drop] = at;
    }
  }

  void seen(int drop, long at) {
    if (seen[drop] == 0) {
      seen[drop] = at;
      seenCount++;
      complete = seenCount == seen.length;
    }
  }

  void error(String what) {
    if (errors++ == 0) {
      firstError = what;
    }
  }

  boolean isComplete() {
    return complete;
  }

  int seenCount() {
    return seenCount;
  }

  int count() {
    return sent.length;
  }

  int errors() {
    return errors;
  }

  String firstError() {
    return firstError;
  }

  private long began() {
    return Arrays.stream(sent).min().orElseThrow();
  }

  double seconds() {
    return (Arrays.stream(seen).max().orElseThrow() - began()) / 1e9;
  }

  double rate() {
    return count() / seconds();
  }

  /** How many seconds each part of the deployments took, in the order in which they were seen. */
  double[] tenths(int parts) {
    long[] sorted = seen.clone();
    Arrays.sort(sorted);
    double[] seconds = new double[parts];
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) i * (sorted.length - 1) / parts);
      int to = (int) ((long) (i + 1) * (sorted.length - 1) / parts);
      seconds[i] = Math.max(1e-9, (sorted[to] - sorted[from]) / 1e9);
    }
    return seconds;
  }

  double[] answerMillis() {
    return millis(sent, answered);
  }

  double[] runningMillis() {
    return millis(sent, seen);
  }

  double[] seenMillis() {
    return millis(told, seen);
  }

  private static double[] millis(long[] from, long[] to) {
    double[] millis = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      millis[i] = (to[i] - from[i]) / 1e6;
    }
    return millis;
  }

  /** How many were requested, answered and seen over time. */
  TimeLine timeLine() {
    TimeLine line = new TimeLine("deployments", "so far");
    curve(line, "requested", sent);
    curve(line, "answered", answered);
    curve(line, "RUNNING in all views", seen);
    return line;
  }

  private void curve(TimeLine line, String name, long[] times) {
    long began = began();
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    for (int i = 0; i <= CURVE; i++) {
      int index = (int) ((long) i * (sorted.length - 1) / CURVE);
      line.add(name, Math.max(0, sorted[index] - began) / 1e9, index + 1.0);
    }
  }
}
