package io.helios.benchmarks.cluster;

import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who took the processors while something was measured, in percent of the whole machine: the load
 * generator, masters, ZooKeeper, and everybody else, whom the run had to share the machine with.
 */
public final class CpuWatch {
  private static final long TICKS_PER_SECOND = 100;

  private final Map<String, List<Long>> processes = new LinkedHashMap<>();
  private final Map<String, Duration> before = new LinkedHashMap<>();
  private final double busyBefore;
  private final long began = System.nanoTime();

  /** Begins to watch. */
  public CpuWatch(List<Long> masters, List<Long> zookeepers) throws IOException {
    processes.put("loadGenerator", List.of(ProcessHandle.current().pid()));
    processes.put("masters", masters);
    processes.put("zookeeper", zookeepers);
    for (String name : processes.keySet()) {
      before.put(name, used(name));
    }
    busyBefore = busySeconds();
  }

  /** Ends watching. */
  public void addTo(Results results) throws IOException {
    double seconds = (System.nanoTime() - began) / 1e9;
    double machine = seconds * Runtime.getRuntime().availableProcessors();
    double ours = 0;
    for (String name : processes.keySet()) {
      double used = used(name).minus(before.getOrDefault(name, Duration.ZERO)).toNanos() / 1e9;
      ours += used;
      results.add(measure(name, 100 * used / machine));
    }
    double others = busySeconds() - busyBefore - ours;
    results.add(measure("others", 100 * Math.max(0, others) / machine));
  }

  private static Measure measure(String who, double percent) {
    return Measure.of("cpu." + who, "processor time, " + who, "% of all", percent).fact();
  }

  /** Processes that have ended count as nothing. */
  private Duration used(String name) throws IOException {
    Duration sum = Duration.ZERO;
    for (long pid : processes.getOrDefault(name, List.of())) {
      if (Files.exists(Path.of("/proc", Long.toString(pid)))) {
        sum = sum.plus(new ProcessFigures(pid).cpu());
      }
    }
    return sum;
  }

  private static double busySeconds() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElseThrow().strip().split("\\s+");
      long busy = 0;
      // user, nice, system; then idle and waiting for disks, which are not busy; then interrupts.
      for (int i : new int[] {1, 2, 3, 6, 7}) {
        busy += Long.parseLong(fields[i]);
      }
      return (double) busy / TICKS_PER_SECOND;
    }
  }
}
