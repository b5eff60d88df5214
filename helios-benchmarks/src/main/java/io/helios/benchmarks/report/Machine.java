package io.helios.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when something was measured.
 *
 * @param at when it began
 * @param memory of the machine, in MiB
 * @param engine version of the container engine, "none" where there is none
 * @param helios version of what was measured
 * @param load number of processes that wanted to run, over the last minute before
 */
public record Machine(
    String at,
    int cpus,
    String cpu,
    long memory,
    String kernel,
    String java,
    String engine,
    String helios,
    double load) {

  /** This machine now. */
  public static Machine here(String engine, String helios) throws IOException {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
        System.getProperty("os.version"),
        System.getProperty("java.vm.version"),
        engine,
        helios,
        loadNow());
  }

  /** Number of processes that wanted to run, over the last minute. */
  public static double loadNow() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }

  String line() {
    return "%s, %d x %s, %d MiB, Linux %s, Java %s, Docker %s, Helios %s, load %s"
        .formatted(at, cpus, cpu, memory, kernel, java, engine, helios, load);
  }

  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
