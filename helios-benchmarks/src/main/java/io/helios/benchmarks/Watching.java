package io.helios.benchmarks;

import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.FullCluster;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.cluster.SyntheticCluster;
import io.helios.benchmarks.option.FileOption;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.watch.Crowd;
import io.helios.benchmarks.watch.Hearing;
import io.helios.benchmarks.watch.StatusChanges;
import io.helios.benchmarks.wire.EventLoop;
import java.io.IOException;
import java.time.Duration;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Many watch one master while statuses change at a steady rate: how long until each who watches a
 * task has been told of it. There are no agents: statuses are written straight into ZooKeeper, each
 * in a transaction of its own.
 */
final class Watching implements Scenario {
  private static final Duration BEGINNING = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(20);

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public String help() {
    return "many who watch one master: how long until they are told of a change";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--watchers", 2_000, "open streams");
    NumberOption.add(
        parser, "--everything", 1, "percent of them that watch everything, with no filter");
    NumberOption.add(parser, "--changes", 1_000, "changed statuses per second");
    NumberOption.add(parser, "--seconds", 30, "how long statuses change");
    NumberOption.add(parser, "--warm-up", 10, "seconds of changes before, which do not count");
    FullCluster.options(parser, 2_000, 10);
    parser
        .addArgument("--profile")
        .metavar("FILE.svg")
        .help("also draw where the master's threads ran");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    try (FullCluster full = FullCluster.fill(options, results);
        EventLoop reading = new EventLoop("watchers")) {
      results.fact("watchers", options.getInt("watchers"));
      results.fact("everythingPercent", options.getInt("everything"));
      results.fact("changesWanted", options.getInt("changes"));
      new Run(options, results, full, reading, full.startMaster()).measure();
    }
  }

  private record Run(
      Namespace options, Results results, FullCluster full, EventLoop reading, BenchMaster master) {

    void measure() throws IOException, InterruptedException {
      int rate = options.getInt("changes");
      int warmUp = rate * options.getInt("warm_up");
      int count = warmUp + rate * options.getInt("seconds");
      SyntheticCluster cluster = full.contents();
      StatusChanges changes =
          new StatusChanges(full.loop(), full.zookeepers().addresses(), cluster, count, rate);
      try (Crowd crowd = new Crowd(reading, cluster, changes, warmUp)) {
        begin(crowd);
        changes.start();
        await(changes, warmUp);
        CpuWatch processors = full.watchProcessors();
        String svg = options.getString("profile");
        Profile profile = svg == null ? null : Profile.start(master.program().pid());
        long began = System.nanoTime();
        await(changes, count);
        double seconds = (System.nanoTime() - began) / 1e9;
        processors.addTo(results);
        if (profile != null && svg != null) {
          profile.end(FileOption.path(svg));
        }
        changes.end();
        crowd.awaitLast(PATIENCE);
        addTo(results, changes, crowd, warmUp, seconds);
      }
    }

    private void begin(Crowd crowd) throws IOException, InterruptedException {
      int watchers = options.getInt("watchers");
      long began = System.nanoTime();
      crowd.open(master.url(), full.contents(), watchers, options.getInt("everything"));
      while (crowd.ready() < watchers) {
        crowd.hearing().check();
        if (System.nanoTime() - began > BEGINNING.toNanos()) {
          throw new IOException(crowd.ready() + " of " + watchers + " watch after " + BEGINNING);
        }
        Pause.of(GLANCE);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      results.add(Measure.of("beginSeconds", "all opened and told how all is", "s", seconds));
    }

    private void addTo(
        Results results, StatusChanges changes, Crowd crowd, int warmUp, double seconds)
        throws IOException, InterruptedException {
      Hearing hearing = crowd.hearing();
      hearing.check();
      hearing.addTo(results);
      double[] writes = new double[changes.count() - warmUp];
      for (int i = 0; i < writes.length; i++) {
        writes[i] = (changes.acknowledged(warmUp + i) - changes.due(warmUp + i)) / 1e6;
      }
      results.add(
          Measure.of("writeMillis", "change due to acknowledged by ZooKeeper", "ms", writes).fact(),
          Measure.of("changesPerSecond", "changes", "/s", writes.length / seconds).fact(),
          Measure.of("deliveriesPerSecond", "events told", "/s", hearing.count() / seconds).fact(),
          Measure.of(
              "skipped",
              "states replaced before they were told",
              "",
              (double) (crowd.expected(warmUp) - hearing.count())),
          Measure.of(
              "startedAgain",
              "watchers that had to begin anew",
              "",
              hearing.resets() - options.getInt("watchers")),
          Measure.of(
              "masterPeakMiB",
              "most resident memory of the master",
              "MiB",
              new ProcessFigures(master.program().pid()).residentPeak()));
    }
  }

  private static void await(StatusChanges changes, int count)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int before = 0;
    while (changes.done() < count) {
      String failure = changes.failure();
      if (failure != null) {
        throw new IOException(failure);
      }
      if (changes.done() > before) {
        before = changes.done();
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IOException("only " + before + " of " + count + " changes were written");
      }
      Pause.of(GLANCE);
    }
  }
}
