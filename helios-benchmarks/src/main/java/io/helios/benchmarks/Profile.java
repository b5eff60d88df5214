package io.helios.benchmarks;

import io.helios.benchmarks.report.FlameGraph;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A flight recording of another JVM, drawn as a flame graph. */
final class Profile {
  private final long pid;
  private final Path directory;

  private Profile(long pid, Path directory) {
    this.pid = pid;
    this.directory = directory;
  }

  /** Begins to record. */
  static Profile start(long pid) throws IOException {
    Profile profile = new Profile(pid, Checkout.scratch("profile"));
    profile.jcmd("JFR.start", "name=bench", "settings=profile");
    return profile;
  }

  /** Ends recording; writes the graph there, and prints the methods that ran most. */
  void end(Path svg) throws IOException {
    Path recording = directory.resolve("bench.jfr");
    jcmd("JFR.dump", "name=bench", "filename=" + recording);
    jcmd("JFR.stop", "name=bench");
    FlameGraph graph = FlameGraph.of(recording);
    graph.write(svg);
    System.out.println("Where the first master's threads ran (" + svg + "):");
    System.out.println(graph.hottest());
    Files.delete(recording);
  }

  private void jcmd(String... command) throws IOException {
    List<String> all = new java.util.ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(pid));
    all.addAll(List.of(command));
    try (Program jcmd = Program.start(directory.resolve("jcmd.log"), Map.of(), all)) {
      if (jcmd.awaitExit() != 0) {
        throw new IOException("the master cannot be profiled: " + jcmd.output());
      }
    }
  }
}
