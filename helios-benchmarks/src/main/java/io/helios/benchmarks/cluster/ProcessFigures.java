package io.helios.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process takes of the machine, as the kernel counts. */
public record ProcessFigures(long pid) {
  private static final long TICKS_PER_SECOND = 100;

  /** Resident memory now, in MiB. */
  public double resident() throws IOException {
    return status("VmRSS:") / 1024.0;
  }

  /** Most resident memory so far, in MiB. */
  public double residentPeak() throws IOException {
    return status("VmHWM:") / 1024.0;
  }

  public int threads() throws IOException {
    return (int) status("Threads:");
  }

  /** Processor time so far, of all threads. */
  public Duration cpu() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // The second field is a name in brackets and may have spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  private long status(String field) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
