package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.option.FileOption;
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
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Every job on every host, all at once: how many deployments a second go from their request to
 * RUNNING in every master's view, whether that slows down, and what it costs ZooKeeper.
 */
final class Storm implements Scenario {
  private static final int TENTHS = 10;

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String help() {
    return "every job on every host at once: deployments per second until RUNNING in all views";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 1);
    Fleets.options(parser, 1000);
    NumberOption.add(parser, "--jobs", 100);
    Rain.options(parser, 4);
    NumberOption.add(
        parser, "--warm-up", 5, "jobs deployed everywhere before that, which do not count");
    parser
        .addArgument("--profile")
        .metavar("FILE.svg")
        .help("also draw where the first master's threads ran");
    NumberOption.add(parser, "--limit", 1800, "seconds after which it is given up");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds(options.getInt("limit"));
    int hosts = options.getInt("hosts");
    int jobs = options.getInt("jobs");
    results.fact("jobs", jobs).fact("order", options.getString("order"));
    results.fact("inFlight", options.getInt("in_flight"));
    results.fact("batch", options.getInt("batch"));
    try (Cluster cluster = Cluster.start(options, results)) {
      Rain rain = new Rain(cluster, options);
      try (Fleet fleet = Fleets.start(cluster, options, results, rain)) {
        int warmUp = options.getInt("warm_up");
        results.fact("warmUpDeployments", warmUp * hosts);
        if (warmUp > 0) {
          rain.fall(cluster.createJobs("warm-up", warmUp, Fleets.IMAGE), hosts, limit);
        }
        List<JobId> ids = cluster.createJobs("storm", jobs, Fleets.IMAGE);
        long writes = cluster.zookeepers().writes();
        long told = fleet.counted().steps();
        CpuWatch processors = cluster.watchProcessors();
        TimeLine states = new TimeLine("tasks by state", "tasks");
        rain.observe(states, fleet);
        String svg = options.getString("profile");
        long profiled = cluster.masters().get(0).program().pid();
        Profile profile = svg == null ? null : Profile.start(profiled);
        Drops drops = rain.fall(ids, hosts, limit);
        if (profile != null && svg != null) {
          profile.end(FileOption.path(svg));
        }
        long after = cluster.zookeepers().writes();
        addTo(results, drops, after - writes);
        processors.addTo(results);
        results.add(states).add(drops.timeLine());
        results.fact("engineCalls", fleet.counted().steps() - told);
        results.fact("rejectedTransactions", fleet.counted().rejections().toString());
        addMemory(results, cluster);
        long seen = Verification.running(cluster, hosts, ids);
        results.fact("runningInEveryView", seen);
        if (seen != (long) hosts * jobs
            || drops.errors() > 0
            || !fleet.counted().failures().isEmpty()) {
          throw new IOException(
              "%d of %d are RUNNING in every view; %d requests failed (%s); %s"
                  .formatted(
                      seen,
                      (long) hosts * jobs,
                      drops.errors(),
                      drops.firstError(),
                      fleet.counted().failures()));
        }
      }
    }
  }

  private static void addTo(Results results, Drops drops, long writes) {
    double[] tenths = drops.tenths(TENTHS);
    results.add(
        Measure.of(
                "deploymentsPerSecond", "deployments to RUNNING in all views", "1/s", drops.rate())
            .higherIsBetter()
            .wanted(">= 2000"),
        Measure.of("seconds", "  in all", "s", drops.seconds()),
        Measure.of(
                "lastTenthSlower", "  last tenth / first tenth", "", tenths[TENTHS - 1] / tenths[0])
            .wanted("<= 1.3"),
        Measure.of(
                "zookeeperWritesPerDeployment",
                "ZooKeeper writes per deployment",
                "",
                (double) writes / drops.count())
            .wanted("<= 3"),
        Measure.of("answerMillis", "request to answer", "ms", drops.answerMillis()),
        Measure.of("runningMillis", "request to RUNNING in all views", "ms", drops.runningMillis()),
        Measure.of("tellingMillis", "  of it from RUNNING told to seen", "ms", drops.seenMillis()));
  }

  private static void addMemory(Results results, Cluster cluster) throws IOException {
    List<Double> masters = new ArrayList<>();
    for (var master : cluster.masters()) {
      masters.add(new ProcessFigures(master.program().pid()).residentPeak());
    }
    List<Double> zookeepers = new ArrayList<>();
    for (long pid : cluster.zookeepers().pids()) {
      zookeepers.add(new ProcessFigures(pid).residentPeak());
    }
    double own = new ProcessFigures(ProcessHandle.current().pid()).residentPeak();
    results.add(
        Measure.of("masterPeakMiB", "resident memory of a master, peak", "MiB", masters),
        Measure.of("zookeeperPeakMiB", "resident memory of a ZooKeeper, peak", "MiB", zookeepers),
        Measure.of("loadGeneratorPeakMiB", "resident memory of the fleet, peak", "MiB", own)
            .fact());
  }

  /** A glance at a time, until it is over. */
  static void pause() throws InterruptedException {
    Pause.of(Duration.ofMillis(100));
  }
}
