package io.helios.benchmarks.watch;

import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.report.TimeLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long after a change each watcher heard of it. Written by one thread. */
public final class Hearing {
  private static final int CURVE_STEPS = 100;

  private final StatusChanges changes;
  private final int tasks;
  private final int warmUp;
  private final Millis filtered = new Millis();
  private final Millis everything = new Millis();
  private final Millis afterwards = new Millis();

  /** For each step of the curve the slowest. */
  private final double[] slowest = new double[CURVE_STEPS];

  private volatile int resets;
  private volatile @Nullable String wrong;

  Hearing(StatusChanges changes, int tasks, int warmUp) {
    this.changes = changes;
    this.tasks = tasks;
    this.warmUp = warmUp;
  }

  int tasks() {
    return tasks;
  }

  int task(int change) {
    return changes.task(change);
  }

  void heard(int change, long now, boolean byWhoWatchesEverything) {
    if (change < warmUp) {
      return;
    }
    double millis = (now - changes.due(change)) / 1e6;
    (byWhoWatchesEverything ? everything : filtered).add(millis);
    long acknowledged = changes.acknowledged(change);
    // The master may have been told before the writer was.
    afterwards.add(acknowledged == 0 ? 0 : Math.max(0, (now - acknowledged) / 1e6));
    int step = (int) ((long) (change - warmUp) * CURVE_STEPS / (changes.count() - warmUp));
    slowest[step] = Math.max(slowest[step], millis);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void reset() {
    resets++;
  }

  void wrong(String what) {
    if (wrong == null) {
      wrong = what;
    }
  }

  /**
   * @throws IOException when somebody was told something wrong
   */
  public void check() throws IOException {
    String found = wrong;
    if (found != null) {
      throw new IOException(found);
    }
  }

  /** How often somebody had to begin anew, the first time included. */
  public int resets() {
    return resets;
  }

  /** How many changes were heard, by all together. */
  public long count() {
    return (long) filtered.count() + everything.count();
  }

  /** Adds what was heard. */
  public void addTo(Results results) {
    double[] all = Arrays.copyOf(filtered.all(), filtered.count() + everything.count());
    System.arraycopy(everything.all(), 0, all, filtered.count(), everything.count());
    List<Measure> measures = new ArrayList<>();
    add(measures, "deliveryMillis", "change due to event at a watcher", all);
    add(measures, "filteredMillis", "  at those who watch a host or a job", filtered.all());
    add(measures, "everythingMillis", "  at those who watch everything", everything.all());
    add(measures, "afterAckMillis", "  from ZooKeeper's acknowledgement on", afterwards.all());
    results.add(measures.toArray(Measure[]::new));
    TimeLine line = new TimeLine("slowest delivery", "ms");
    for (int step = 0; step < CURVE_STEPS; step++) {
      int change = warmUp + (int) ((long) step * (changes.count() - warmUp) / CURVE_STEPS);
      double seconds = (changes.due(change) - changes.due(warmUp)) / 1e9;
      line.add("at any watcher", seconds, slowest[step]);
    }
    results.add(line);
  }

  private static void add(List<Measure> measures, String key, String name, double[] millis) {
    if (millis.length > 0) {
      measures.add(Measure.of(key, name, "ms", millis).wanted("p99 < 100"));
    }
  }
}
