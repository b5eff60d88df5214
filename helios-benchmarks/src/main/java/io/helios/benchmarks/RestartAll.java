package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.report.TimeLine;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** All agents are killed and come back at once, beside their containers. */
final class RestartAll implements Scenario {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public String name() {
    return "restart-all";
  }

  @Override
  public String help() {
    return "all agents are killed and start at once: until all have reported";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 1);
    Fleets.options(parser, 2000);
    Rain.options(parser, 4);
    NumberOption.add(parser, "--jobs", 5, "on each host");
    NumberOption.add(parser, "--rounds", 3);
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int hosts = options.getInt("hosts");
    results.fact("jobs", options.getInt("jobs"));
    try (Cluster cluster = Cluster.start(options, results)) {
      Rain rain = new Rain(cluster, options);
      try (Fleet fleet = Fleets.start(cluster, options, results, rain)) {
        List<JobId> ids = cluster.createJobs("kept", options.getInt("jobs"), Fleets.IMAGE);
        rain.fall(ids, hosts, LIMIT);
        long steps = fleet.counted().steps();
        long began = System.nanoTime();
        List<Double> up = new ArrayList<>();
        List<Double> seen = new ArrayList<>();
        TimeLine line = new TimeLine("agents that are up", "agents");
        CpuWatch processors = cluster.watchProcessors();
        for (int round = 0; round < options.getInt("rounds"); round++) {
          round(cluster, fleet, up, seen, line, began);
        }
        processors.addTo(results);
        results.add(
            Measure.of("upSeconds", "until all agents have reported", "s", up),
            Measure.of("seenSeconds", "until every view has it", "s", seen).wanted("<= 15"),
            Measure.of(
                    "containerSteps",
                    "container steps taken",
                    "",
                    (double) (fleet.counted().steps() - steps))
                .wanted("0"));
        results.add(line);
        long running = Verification.running(cluster, hosts, ids);
        if (running != (long) hosts * ids.size() || fleet.counted().steps() != steps) {
          throw new IOException(
              "%d of %d are RUNNING, %d container steps were taken"
                  .formatted(running, (long) hosts * ids.size(), fleet.counted().steps() - steps));
        }
      } catch (TimeoutException e) {
        throw new IOException(e);
      }
    }
  }

  private static void round(
      Cluster cluster, Fleet fleet, List<Double> up, List<Double> seen, TimeLine line, long began)
      throws InterruptedException, TimeoutException, IOException {
    fleet.kill();
    while (fleet.up() > 0) {
      Pause.of(Duration.ofMillis(20));
    }
    long start = System.nanoTime();
    fleet.startAgain();
    long deadline = start + LIMIT.toNanos();
    while (fleet.up() < fleet.size()) {
      line.add("up", (System.nanoTime() - began) / 1e9, (double) fleet.up());
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(fleet.up() + " of " + fleet.size() + " agents are up");
      }
      Pause.of(Duration.ofMillis(50));
    }
    line.add("up", (System.nanoTime() - began) / 1e9, (double) fleet.up());
    up.add((System.nanoTime() - start) / 1e9);
    long told = fleet.counted().lastTold();
    try (Progress progress = new Progress(cluster, () -> {})) {
      while (!progress.reached(told)) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException("the views do not keep up");
        }
        Pause.of(Duration.ofMillis(10));
      }
    }
    seen.add((System.nanoTime() - start) / 1e9);
  }
}
