package io.helios.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * A job is rolled out to all hosts, some at a time, on containers that all start in the same time:
 * how near that comes to what these starts alone would take, and how long a place stays empty from
 * one host to the next. Each round is a group of its own with a job of its own; afterwards the last
 * group gets another job in place of its first.
 */
final class RollOut implements Scenario {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
  private static final Duration GLANCE = Duration.ofMillis(10);

  @Override
  public String name() {
    return "rollout";
  }

  @Override
  public String help() {
    return "a job is rolled out to all hosts: time beside that of the starts alone";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 1);
    Fleets.options(parser, 1000);
    NumberOption.add(parser, "--parallelism", 50, "hosts at a time");
    NumberOption.add(parser, "--start-millis", 100, "that every container takes to start");
    NumberOption.add(parser, "--rounds", 5);
    NumberOption.add(parser, "--warm-up", 2, "rounds before that, which do not count");
    NumberOption.add(parser, "--limit", 300, "seconds after which a rollout is given up");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int hosts = options.getInt("hosts");
    int parallelism = options.getInt("parallelism");
    Duration start = Duration.ofMillis(options.getInt("start_millis"));
    Duration limit = Duration.ofSeconds(options.getInt("limit"));
    int warmUp = options.getInt("warm_up");
    int rounds = warmUp + options.getInt("rounds");
    results.fact("parallelism", parallelism).fact("startMillis", start.toMillis());
    double ideal = Math.ceil((double) hosts / parallelism) * (start.toNanos() / 1e9);
    Turns turns = new Turns();
    List<Double> seconds = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    try (Cluster cluster = Cluster.start(options, results);
        Fleet fleet = Fleets.start(cluster, options, results, StartTimes.steady(start), turns)) {
      List<JobId> jobs = new ArrayList<>(cluster.createJobs("rolled", rounds + 1, Fleets.IMAGE));
      awaitKnown(cluster, hosts, limit);
      CpuWatch processors = cluster.watchProcessors();
      for (int round = 0; round < rounds; round++) {
        create(cluster, group(round));
        turns.begin(jobs.get(round));
        double took = roll(cluster, group(round), jobs.get(round), parallelism, limit);
        if (round >= warmUp) {
          seconds.add(took);
          gaps.addAll(turns.gapMillis(parallelism));
        }
      }
      double replacing = roll(cluster, group(rounds - 1), jobs.get(rounds), parallelism, limit);
      processors.addTo(results);
      addTo(results, seconds, ideal, gaps, replacing);
      jobs.remove(rounds - 1);
      long running = Verification.running(cluster, hosts, jobs);
      results.fact("runningInEveryView", running);
      if (running != (long) hosts * jobs.size() || !fleet.counted().failures().isEmpty()) {
        throw new IOException(
            "%d of %d are RUNNING in every view; %s"
                .formatted(running, (long) hosts * jobs.size(), fleet.counted().failures()));
      }
    }
  }

  private static String group(int round) {
    return "round-" + round;
  }

  private static void addTo(
      Results results, List<Double> seconds, double ideal, List<Double> gaps, double replacing) {
    results.add(
        Measure.of(
                "ratioToIdeal",
                "rollout / its batches of starts alone",
                "",
                seconds.stream().map(each -> each / ideal).toList())
            .wanted("<= 1.5"),
        Measure.of("seconds", "  request to SUCCEEDED", "s", seconds),
        Measure.of("idealSeconds", "  starts alone", "s", ideal).fact());
    if (!gaps.isEmpty()) {
      results.add(
          Measure.of("nextHostMillis", "RUNNING told to the next host begun", "ms", gaps)
              .wanted("<= 50"));
    }
    results.add(Measure.of("replaceSeconds", "the same in place of another job", "s", replacing));
  }

  private static void awaitKnown(Cluster cluster, int hosts, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String path = "/deployment-group/-/hosts?selector=fleet%3Dbench";
    while (JSON.readTree(ask(cluster, "GET", path, "")).size() < hosts) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the master does not know all hosts by their labels");
      }
      Pause.of(GLANCE);
    }
  }

  private static void create(Cluster cluster, String group)
      throws IOException, InterruptedException {
    String body =
        "{\"name\":\"%s\",\"hostSelectors\":[{\"label\":\"fleet\",\"operator\":\"EQUALS\",\"operand\":\"bench\"}]}"
            .formatted(group);
    ask(cluster, "POST", "/deployment-group/", body);
  }

  /** Returns the seconds from the request to SUCCEEDED. */
  private static double roll(
      Cluster cluster, String group, JobId job, int parallelism, Duration limit)
      throws IOException, InterruptedException {
    String body =
        "{\"job\":\"%s\",\"rolloutOptions\":{\"parallelism\":%d}}".formatted(job, parallelism);
    long began = System.nanoTime();
    JsonNode begun =
        JSON.readTree(ask(cluster, "POST", "/deployment-group/" + group + "/rolling-update", body));
    String id = begun.path("rolloutId").asText();
    while (true) {
      String path = "/deployment-group/" + group + "/rollouts?limit=1";
      JsonNode rollout = JSON.readTree(ask(cluster, "GET", path, "")).path(0);
      long now = System.nanoTime();
      if (!rollout.path("id").asText().equals(id)) {
        throw new IOException("not the rollout that was begun: " + begun + ", " + rollout);
      }
      if (rollout.path("state").asText().equals("SUCCEEDED")) {
        return (now - began) / 1e9;
      }
      if (!rollout.path("state").asText().equals("ROLLING_OUT") || now - began > limit.toNanos()) {
        throw new IOException("it did not succeed in time: " + rollout);
      }
      Pause.of(GLANCE);
    }
  }

  private static String ask(Cluster cluster, String method, String path, String body)
      throws IOException, InterruptedException {
    Answer answer = cluster.ask(method, path, body);
    if (answer.status() != 200) {
      throw new IOException(method + " " + path + ": " + answer.status() + " " + answer.text());
    }
    return answer.text();
  }

  /** When hosts begin a job and when they have told that it runs. */
  private static final class Turns implements Fleet.Listener {
    // Guarded by this.
    private JobId job = JobId.parse("none:1");
    private final List<Long> begun = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();

    synchronized void begin(JobId next) {
      job = next;
      begun.clear();
      told.clear();
    }

    @Override
    public synchronized void begins(int host, JobId of) {
      if (of.equals(job)) {
        begun.add(System.nanoTime());
      }
    }

    @Override
    public synchronized void runs(int host, JobId of, long zxid) {
      if (of.equals(job)) {
        told.add(System.nanoTime());
      }
    }

    /** From each host that is done to the one that gets its place; both lists are in order. */
    synchronized List<Double> gapMillis(int parallelism) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i + parallelism < begun.size() && i < told.size(); i++) {
        gaps.add((begun.get(i + parallelism) - told.get(i)) / 1e6);
      }
      return gaps;
    }
  }
}
