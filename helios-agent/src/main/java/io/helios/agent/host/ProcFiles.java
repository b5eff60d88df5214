package io.helios.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the kernel says of itself; what cannot be read is missing, never an error. */
final class ProcFiles {
  private final Path proc;

  ProcFiles(Path proc) {
    this.proc = proc;
  }

  Optional<String> kernel(String name) {
    return text("sys/kernel/" + name);
  }

  /** Average number of runnable processes over the last minute; 0 when unknown. */
  double loadAverage() {
    try {
      return text("loadavg").map(line -> Double.parseDouble(line.split(" ", 2)[0])).orElse(0.0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Entries of meminfo in bytes. */
  Map<String, Long> memory() {
    Map<String, Long> memory = new HashMap<>();
    for (String line : lines("meminfo")) {
      // "MemTotal:       16314512 kB"
      String[] parts = line.split("[:\\s]+");
      if (parts.length >= 3 && parts[2].equals("kB") && parts[1].matches("\\d{1,15}")) {
        memory.put(parts[0], Long.parseLong(parts[1]) * 1024);
      }
    }
    return memory;
  }

  private Optional<String> text(String name) {
    return lines(name).stream().findFirst().map(String::strip).filter(line -> !line.isEmpty());
  }

  private List<String> lines(String name) {
    try {
      return Files.readAllLines(proc.resolve(name));
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
