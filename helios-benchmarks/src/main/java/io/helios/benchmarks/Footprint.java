package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Program;
import io.helios.systemtests.fixtures.Run;
import io.helios.systemtests.fixtures.Solo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What idle processes take of their machine, each with the default flags of its launcher. */
final class Footprint implements Scenario {
  private static final Duration GLANCE = Duration.ofMillis(5);

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String help() {
    return "memory and processor time of an idle master, agent, solo, and of a command";
  }

  @Override
  public void options(Subparser parser) {
    parser.addArgument("--fleet").choices("docker").setDefault("docker").help("a real agent");
    Cluster.options(parser, 1);
    NumberOption.add(parser, "--seconds", 60);
    NumberOption.add(parser, "--settle", 30, "seconds after the start that do not count");
    NumberOption.add(parser, "--commands", 5, "how often the command is run");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    results.fact("fleet", "docker");
    results.fact("settleSeconds", options.getInt("settle"));
    try (Cluster cluster = Cluster.start(options, results);
        Agent agent = Agent.start(cluster.directory(), "bench", cluster.zookeepers().connect())) {
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!cluster.ask("GET", "/hosts/bench/status", "").text().contains("\"UP\"")) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the agent did not come up:\n" + agent.program().output());
        }
        Pause.of(Duration.ofMillis(200));
      }
      Pause.of(Duration.ofSeconds(options.getInt("settle")));
      idle(options, results, "master", cluster.masters().get(0).program().pid(), "< 150");
      idle(options, results, "agent", agent.program().pid(), "< 100");
      commands(options, results, cluster.masters().get(0).url());
    }
    try (Solo solo = new Solo("bench-solo")) {
      Run up = solo.run("helios-up");
      if (up.exitCode() != 0) {
        throw new IOException("solo did not start: " + up);
      }
      Pause.of(Duration.ofSeconds(options.getInt("settle")));
      idle(options, results, "solo", solo.pid(), "< 300");
    }
  }

  private static void idle(Namespace options, Results results, String who, long pid, String wanted)
      throws IOException, InterruptedException {
    ProcessFigures figures = new ProcessFigures(pid);
    Duration before = figures.cpu();
    long began = System.nanoTime();
    Pause.of(Duration.ofSeconds(options.getInt("seconds")));
    double share = 100.0 * figures.cpu().minus(before).toNanos() / (System.nanoTime() - began);
    results.add(
        Measure.of(who + "ResidentMiB", "idle " + who + ", resident", "MiB", figures.resident())
            .wanted(wanted),
        Measure.of(who + "PeakMiB", "  peak since its start", "MiB", figures.residentPeak()),
        Measure.of(who + "CpuPercent", "  processor time", "% of a core", share),
        Measure.of(who + "Threads", "  threads", "", figures.threads()));
  }

  private static void commands(Namespace options, Results results, String master)
      throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    for (int i = 0; i < options.getInt("commands"); i++) {
      long began = System.nanoTime();
      Program command =
          Program.start(
              Checkout.scratch("bench-cli").resolve("cli.log"),
              Map.of(),
              List.of(Checkout.launcher("helios").toString(), "--master", master, "hosts", "-q"));
      double peak = 0;
      while (command.isAlive()) {
        try {
          peak = Math.max(peak, new ProcessFigures(command.pid()).residentPeak());
        } catch (IOException | RuntimeException ended) {
          // Between the question and the answer.
        }
        Pause.of(GLANCE);
      }
      if (command.awaitExit() != 0) {
        throw new IOException("a command failed: " + command.output());
      }
      seconds.add((System.nanoTime() - began) / 1e9);
      peaks.add(peak);
    }
    results.add(
        Measure.of("commandSeconds", "command hosts -q", "s", seconds),
        Measure.of("commandPeakMiB", "  resident, peak", "MiB", peaks));
  }
}
