package io.helios.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.report.TimeLine;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.model.job.JobId;
import io.helios.systemtests.fixtures.Cli;
import io.helios.systemtests.fixtures.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * A large cluster is asked for its hosts, for jobs and for hosts, at a rate that does not wait for
 * answers: a request that had to wait for the ones before counts from when it was due. First at
 * rest, then while goals change.
 */
final class Listing implements Scenario {
  private static final int HOSTS_OF_A_JOB = 20;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "listing";
  }

  @Override
  public String help() {
    return "how fast a large cluster is listed, at rest and while it changes";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 1);
    Fleets.options(parser, 5000);
    Rain.options(parser, 4);
    NumberOption.add(parser, "--tasks", 100_000);
    NumberOption.add(parser, "--rate", 200, "requests per second");
    NumberOption.add(parser, "--churn", 50, "goals changed per second in the second half");
    NumberOption.add(parser, "--seconds", 30, "at rest, and again under churn");
    NumberOption.add(parser, "--commands", 5, "how often each command is run");
    NumberOption.add(parser, "--warm-up", 10, "seconds before that, which do not count");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int hosts = options.getInt("hosts");
    int tasks = options.getInt("tasks");
    int jobs = Math.max(1, tasks / HOSTS_OF_A_JOB);
    results.fact("jobs", jobs).fact("tasks", tasks).fact("rate", options.getInt("rate"));
    results.fact("churn", options.getInt("churn"));
    try (Cluster cluster = Cluster.start(options, results)) {
      Rain rain = new Rain(cluster, options);
      try (Fleet fleet = Fleets.start(cluster, options, results, rain)) {
        List<JobId> ids = cluster.createJobs("listed", jobs, Fleets.IMAGE);
        List<Rain.Unit> units = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
          int first = job * HOSTS_OF_A_JOB;
          units.add(
              new Rain.Unit(
                  job,
                  IntStream.range(first, first + Math.min(hosts, HOSTS_OF_A_JOB))
                      .map(host -> host % hosts)
                      .boxed()
                      .toList()));
        }
        Collections.shuffle(units, new Random(options.getLong("seed")));
        rain.fall(ids, units, LIMIT);
        Asking asking = new Asking(cluster, options, ids, hosts);
        asking.run(options.getInt("warm_up"), 0, new TimeLine("", ""));
        asking.forget();
        TimeLine line = new TimeLine("latency of each request", "ms");
        CpuWatch processors = cluster.watchProcessors();
        asking.run(options.getInt("seconds"), 0, line);
        asking.addTo(results, "", "at rest");
        asking.forget();
        asking.run(options.getInt("seconds"), options.getInt("churn"), line);
        asking.addTo(results, "Churn", "under churn");
        processors.addTo(results);
        results.add(line);
        addCli(results, cluster, ids.get(0), options.getInt("commands"));
        if (asking.errors.get() > 0 || !fleet.counted().failures().isEmpty()) {
          throw new IOException(
              asking.errors
                  + " requests failed, the last: "
                  + asking.lastError
                  + "; "
                  + fleet.counted().failures());
        }
      }
    }
  }

  private static void addCli(Results results, Cluster cluster, JobId job, int runs) {
    String master = cluster.masters().get(0).url();
    List<Double> listed = new ArrayList<>();
    List<Double> status = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      listed.add(seconds(master, "hosts", "-q"));
      status.add(seconds(master, "status", "--job", job.toString()));
    }
    results.add(
        Measure.of("cliHostsSeconds", "command hosts -q, all hosts", "s", listed),
        Measure.of("cliStatusSeconds", "command status --job", "s", status));
  }

  private static double seconds(String master, String... command) {
    long began = System.nanoTime();
    Run run = Cli.run(master, command);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.toString());
    }
    return seconds;
  }

  /** Requests in turn: all hosts, a job's status, a host's status. */
  private static final class Asking {
    private final List<HttpConnections> masters = new ArrayList<>();
    private final int rate;
    private final List<JobId> jobs;
    private final int hosts;
    private final Random random;
    private final Map<String, List<Double>> millis =
        Map.of(
            "hosts", Collections.synchronizedList(new ArrayList<>()),
            "job", Collections.synchronizedList(new ArrayList<>()),
            "host", Collections.synchronizedList(new ArrayList<>()));
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private volatile String lastError = "";
    private final long began = System.nanoTime();

    Asking(Cluster cluster, Namespace options, List<JobId> jobs, int hosts) {
      this.rate = options.getInt("rate");
      this.jobs = jobs;
      this.hosts = hosts;
      this.random = new Random(options.getLong("seed"));
      cluster
          .masters()
          .forEach(master -> masters.add(new HttpConnections(cluster.loop(), master.url(), 16, 1)));
    }

    void forget() {
      millis.values().forEach(List::clear);
    }

    void run(int seconds, int churn, TimeLine line) throws IOException, InterruptedException {
      long start = System.nanoTime();
      long changes = 0;
      for (long i = 0; i < (long) rate * seconds; i++) {
        long due = start + i * 1_000_000_000L / rate;
        long left = due - System.nanoTime();
        if (left > 1_000_000) {
          Pause.of(Duration.ofNanos(left));
        }
        ask((int) (i % 3), due, line);
        for (; changes < i * churn / rate; changes++) {
          change(changes);
        }
      }
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (open.get() > 0) {
        if (System.nanoTime() > deadline) {
          throw new IOException(open + " requests are not answered after " + PATIENCE);
        }
        Pause.of(Duration.ofMillis(20));
      }
    }

    private void ask(int kind, long due, TimeLine line) {
      String name = kind == 0 ? "hosts" : kind == 1 ? "job" : "host";
      String path =
          switch (name) {
            case "hosts" -> "/hosts/";
            case "job" -> "/jobs/" + jobs.get(random.nextInt(jobs.size())) + "/status";
            default -> "/hosts/" + Fleet.name(random.nextInt(hosts)) + "/status";
          };
      send(
          "GET",
          path,
          null,
          answered -> {
            double took = (answered - due) / 1e6;
            millis.getOrDefault(name, new ArrayList<>()).add(took);
            line.add(name, (answered - began) / 1e9, took);
          });
    }

    private void change(long number) {
      int job = (int) (number / 2 % jobs.size());
      int host = job * HOSTS_OF_A_JOB % hosts;
      String goal = number % 2 == 0 ? "STOP" : "START";
      String body = "{\"job\":\"" + jobs.get(job) + "\",\"goal\":\"" + goal + "\"}";
      send(
          "PATCH",
          "/hosts/" + Fleet.name(host) + "/jobs/" + jobs.get(job),
          body.getBytes(UTF_8),
          answered -> {});
    }

    private void send(
        String method,
        String path,
        byte @org.jspecify.annotations.Nullable [] body,
        java.util.function.LongConsumer then) {
      open.incrementAndGet();
      masters
          .get(random.nextInt(masters.size()))
          .send(
              method,
              path,
              body,
              Map.of(),
              answer -> {
                if (answer.status() != 200) {
                  errors.incrementAndGet();
                  lastError = method + " " + path + ": " + answer.status() + " " + answer.text();
                }
                then.accept(answer.answered());
                open.decrementAndGet();
              });
    }

    void addTo(Results results, String suffix, String when) {
      results.add(
          measure("hosts" + suffix, "all hosts' names, " + when, "hosts"),
          measure("jobStatus" + suffix, "a job's status, " + when, "job"),
          measure("hostStatus" + suffix, "a host's status, " + when, "host"));
    }

    private Measure measure(String key, String name, String kind) {
      return Measure.of(key + "Millis", name, "ms", millis.getOrDefault(kind, List.of()))
          .wanted("p99 < 50");
    }
  }
}
