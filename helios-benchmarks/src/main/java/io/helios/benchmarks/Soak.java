package io.helios.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.report.TimeLine;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Jobs are deployed and undeployed at a steady rate for a long time. What counts is what changes:
 * memory and latency from the first to the last quarter, and that in the end every host runs what
 * was asked for last and nothing else.
 */
final class Soak implements Scenario {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SETTLE = Duration.ofMinutes(5);
  private static final int QUARTER = 4;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String help() {
    return "deployments come and go for a long time: what grows, what slows down, what is left";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 1);
    Fleets.options(parser, 200);
    NumberOption.add(parser, "--jobs", 50);
    NumberOption.add(parser, "--rate", 100, "requests per second");
    NumberOption.add(parser, "--seconds", 1800);
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    results.fact("jobs", options.getInt("jobs")).fact("rate", options.getInt("rate"));
    try (Cluster cluster = Cluster.start(options, results);
        Fleet fleet = Fleets.start(cluster, options, results, (host, job, zxid) -> {})) {
      List<JobId> jobs = cluster.createJobs("soak", options.getInt("jobs"), Fleets.IMAGE);
      CpuWatch processors = cluster.watchProcessors();
      Run run = new Run(cluster, options, jobs);
      run.go(options.getInt("seconds"), options.getInt("rate"));
      processors.addTo(results);
      run.addTo(results);
      long wrong = run.awaitSettled(fleet);
      results.add(
          Measure.of("wrongInTheEnd", "tasks that are not as asked last", "", (double) wrong));
      results.fact("rejectedTransactions", fleet.counted().rejections().toString());
      List<String> failures = fleet.counted().failures();
      if (wrong > 0 || run.errors.get() > 0 || !failures.isEmpty()) {
        throw new IOException(
            "%d tasks are not as asked last, %d requests failed (%s); %s"
                .formatted(wrong, run.errors.get(), run.lastError, failures));
      }
    }
  }

  private static final class Run {
    private final Cluster cluster;
    private final List<JobId> jobs;
    private final int hosts;
    private final Random random;
    private final List<HttpConnections> masters = new ArrayList<>();
    private final Set<Long> deployed = new HashSet<>();
    private final Set<Long> onItsWay = Collections.synchronizedSet(new HashSet<>());
    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    private final TimeLine memory = new TimeLine("resident memory of masters", "MiB");
    private final List<Double> resident = new ArrayList<>();
    private final AtomicInteger errors = new AtomicInteger();
    private volatile String lastError = "";

    Run(Cluster cluster, Namespace options, List<JobId> jobs) {
      this.cluster = cluster;
      this.jobs = jobs;
      this.hosts = options.getInt("hosts");
      this.random = new Random(options.getLong("seed"));
      for (BenchMaster master : cluster.masters()) {
        masters.add(new HttpConnections(cluster.loop(), master.url(), 16, 1));
      }
    }

    void go(int seconds, int rate) throws IOException, InterruptedException {
      long start = System.nanoTime();
      for (long i = 0; i < (long) rate * seconds; i++) {
        long left = start + i * 1_000_000_000L / rate - System.nanoTime();
        if (left > 1_000_000) {
          Pause.of(Duration.ofNanos(left));
        }
        change();
        if (i % rate == 0) {
          sample((System.nanoTime() - start) / 1e9);
        }
      }
      long deadline = System.nanoTime() + SETTLE.toNanos();
      while (!onItsWay.isEmpty() && System.nanoTime() < deadline) {
        Pause.of(Duration.ofMillis(50));
      }
    }

    private void sample(double seconds) throws IOException {
      double sum = 0;
      for (BenchMaster master : cluster.masters()) {
        double one = new ProcessFigures(master.program().pid()).resident();
        memory.add(master.name(), seconds, one);
        sum += one;
      }
      resident.add(sum / cluster.masters().size());
    }

    /** Of a task whose last request is not answered nothing more is asked. */
    private void change() {
      int job = random.nextInt(jobs.size());
      int host = random.nextInt(hosts);
      long key = (long) host * jobs.size() + job;
      if (!onItsWay.add(key)) {
        return;
      }
      boolean add = deployed.add(key);
      if (!add) {
        deployed.remove(key);
      }
      String path = "/hosts/" + Fleet.name(host) + "/jobs/" + jobs.get(job);
      String body = "{\"job\":\"" + jobs.get(job) + "\",\"goal\":\"START\"}";
      masters
          .get(random.nextInt(masters.size()))
          .send(
              add ? "PUT" : "DELETE",
              path,
              add ? body.getBytes(UTF_8) : null,
              Map.of(),
              answer -> {
                if (answer.status() != 200) {
                  errors.incrementAndGet();
                  lastError = path + ": " + answer.status() + " " + answer.text();
                }
                millis.add((answer.answered() - answer.sent()) / 1e6);
                onItsWay.remove(key);
              });
    }

    void addTo(Results results) {
      results.add(
          Measure.of("answerMillis", "request to answer", "ms", millis),
          Measure.of("firstQuarterMillis", "  in the first quarter", "ms", part(millis, 0)),
          Measure.of("lastQuarterMillis", "  in the last quarter", "ms", part(millis, QUARTER - 1)),
          Measure.of("firstQuarterMiB", "resident, first quarter", "MiB", part(resident, 0)),
          Measure.of(
              "lastQuarterMiB", "resident, last quarter", "MiB", part(resident, QUARTER - 1)));
      results.add(memory);
    }

    private static List<Double> part(List<Double> all, int quarter) {
      int from = all.size() * quarter / QUARTER;
      return all.subList(from, Math.max(from + 1, all.size() * (quarter + 1) / QUARTER));
    }

    /** How many tasks are not as asked last, once they are or the time is up. */
    long awaitSettled(Fleet fleet) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + SETTLE.toNanos();
      long wrong = wrong();
      while (wrong > 0 && System.nanoTime() < deadline && fleet.counted().failures().isEmpty()) {
        Pause.of(Duration.ofMillis(500));
        wrong = wrong();
      }
      return wrong;
    }

    private long wrong() throws IOException, InterruptedException {
      long wrong = 0;
      for (int host = 0; host < hosts; host++) {
        JsonNode statuses =
            JSON.readTree(cluster.ask("GET", "/hosts/" + Fleet.name(host) + "/status", "").body())
                .path("statuses");
        for (int job = 0; job < jobs.size(); job++) {
          String state = statuses.path(jobs.get(job).toString()).path("state").asText();
          boolean wanted = deployed.contains((long) host * jobs.size() + job);
          wrong += wanted == state.equals("RUNNING") && (wanted || state.isEmpty()) ? 0 : 1;
        }
      }
      return wrong;
    }
  }
}
