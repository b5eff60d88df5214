package io.helios.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.TimeLine;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * Requests deployments as fast as the masters take them, spread over all masters, and follows each
 * to RUNNING in every view.
 */
final class Rain implements Fleet.Listener {
  private static final String OK = "\"status\":\"OK\"";
  private static final Duration SAMPLE = Duration.ofMillis(250);

  private final Cluster cluster;
  private final List<HttpConnections> masters = new ArrayList<>();
  private final int inFlight;
  private final String order;
  private final int batch;
  private final long seed;

  // Owned by the loop's thread.
  private @Nullable Fall fall;

  /** Adds the options that the constructor reads. */
  static void options(Subparser parser, int inFlight) {
    NumberOption.add(parser, "--in-flight", inFlight, "requests at a time to each master");
    NumberOption.add(
        parser, "--batch", 100, "hosts in one request; 1 for the request that names one host");
    parser
        .addArgument("--order")
        .choices("hosts", "jobs", "shuffled")
        .setDefault("shuffled")
        .help("host by host (one in a request), job by job or any after any (default: shuffled)");
  }

  Rain(Cluster cluster, Namespace options) {
    this.cluster = cluster;
    this.inFlight = options.getInt("in_flight");
    this.order = options.getString("order");
    this.batch = options.getInt("batch");
    this.seed = options.getLong("seed");
    for (BenchMaster master : cluster.masters()) {
      masters.add(new HttpConnections(cluster.loop(), master.url(), inFlight, 1));
    }
  }

  /** What one request asks for. */
  record Unit(int job, List<Integer> hosts) {}

  /** One round of deployments. */
  private static final class Fall {
    final List<JobId> jobs;
    final List<Unit> units;
    final Map<JobId, Integer> jobNumbers = new HashMap<>();

    /** Number of the first of a unit's deployments. */
    final int[] firsts;

    /** Number of a deployment by job and host. */
    final Map<Long, Integer> numbers = new HashMap<>();

    final Drops drops;
    final Queue<long[]> unseen = new ArrayDeque<>();
    int next;

    Fall(List<JobId> jobs, List<Unit> units) {
      this.jobs = jobs;
      this.units = units;
      this.firsts = new int[units.size()];
      int count = 0;
      for (int i = 0; i < jobs.size(); i++) {
        jobNumbers.put(jobs.get(i), i);
      }
      for (int i = 0; i < units.size(); i++) {
        firsts[i] = count;
        for (int host : units.get(i).hosts) {
          numbers.put(key(units.get(i).job, host), count++);
        }
      }
      this.drops = new Drops(count);
    }

    static long key(int job, int host) {
      return ((long) job << 32) | host;
    }
  }

  /** Samples the fleet's tasks until the end of the next fall. */
  void observe(TimeLine states, Fleet fleet) {
    cluster.loop().execute(() -> sample(states, fleet, System.nanoTime()));
  }

  private void sample(TimeLine states, Fleet fleet, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    fleet
        .counted()
        .tasksByState()
        .forEach((state, count) -> states.add(state.name(), seconds, count));
    Fall current = fall;
    if (current == null || !current.drops.isComplete()) {
      cluster.loop().after(SAMPLE, () -> sample(states, fleet, began));
    }
  }

  /** Deploys all jobs on all hosts; returns when all are seen. */
  Drops fall(List<JobId> jobs, int hosts, Duration limit) throws IOException, InterruptedException {
    return fall(jobs, everywhere(jobs.size(), hosts), limit);
  }

  /** Deploys as the units say; returns when all are seen. */
  Drops fall(List<JobId> jobs, List<Unit> units, Duration limit)
      throws IOException, InterruptedException {
    Fall now = new Fall(jobs, units);
    try (Progress progress = new Progress(cluster, () -> {})) {
      cluster
          .loop()
          .execute(
              () -> {
                fall = now;
                look(now, progress);
                for (int i = 0; i < inFlight; i++) {
                  masters.forEach(master -> request(now, master));
                }
              });
      long deadline = System.nanoTime() + limit.toNanos();
      while (!now.drops.isComplete()) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "only %d of %d are RUNNING in all views after %d s; %d requests failed (%s)"
                  .formatted(
                      now.drops.seenCount(),
                      now.drops.count(),
                      limit.toSeconds(),
                      now.drops.errors(),
                      now.drops.firstError()));
        }
        Storm.pause();
      }
    }
    return now.drops;
  }

  private List<Unit> everywhere(int jobs, int hosts) {
    List<Unit> units = new ArrayList<>();
    if (order.equals("hosts")) {
      for (int host = 0; host < hosts; host++) {
        for (int job = 0; job < jobs; job++) {
          units.add(new Unit(job, List.of(host)));
        }
      }
      return units;
    }
    for (int job = 0; job < jobs; job++) {
      for (int from = 0; from < hosts; from += batch) {
        units.add(
            new Unit(job, IntStream.range(from, Math.min(hosts, from + batch)).boxed().toList()));
      }
    }
    if (order.equals("shuffled")) {
      Collections.shuffle(units, new Random(seed));
    }
    return units;
  }

  private void request(Fall now, HttpConnections master) {
    if (now.next == now.units.size()) {
      return;
    }
    int number = now.next++;
    Unit unit = now.units.get(number);
    JobId job = now.jobs.get(unit.job);
    long sent = System.nanoTime();
    for (int i = 0; i < unit.hosts.size(); i++) {
      now.drops.sent(now.firsts[number] + i, sent);
    }
    boolean alone = unit.hosts.size() == 1;
    String path =
        alone
            ? "/hosts/" + Fleet.name(unit.hosts.get(0)) + "/jobs/" + job
            : "/jobs/" + job + "/deploy";
    String body = alone ? "{\"job\":\"" + job + "\",\"goal\":\"START\"}" : body(unit);
    master.send(
        alone ? "PUT" : "POST",
        path + "?user=bench",
        body.getBytes(UTF_8),
        Map.of(),
        answer -> {
          for (int i = 0; i < unit.hosts.size(); i++) {
            now.drops.answered(now.firsts[number] + i, answer.answered());
          }
          String text = answer.text();
          if (answer.status() != 200 || text.split(OK, -1).length - 1 != unit.hosts.size()) {
            now.drops.error(path + ": " + answer.status() + " " + text);
          }
          request(now, master);
        });
  }

  private static String body(Unit unit) {
    StringJoiner names = new StringJoiner("\",\"", "{\"hosts\":[\"", "\"]}");
    unit.hosts.forEach(host -> names.add(Fleet.name(host).value()));
    return names.toString();
  }

  @Override
  public void runs(int host, JobId job, long zxid) {
    Fall now = fall;
    Integer number = now == null ? null : now.jobNumbers.get(job);
    Integer drop = now == null || number == null ? null : now.numbers.get(Fall.key(number, host));
    if (now != null && drop != null) {
      now.drops.told(drop, System.nanoTime());
      now.unseen.add(new long[] {drop, zxid});
    }
  }

  private void look(Fall now, Progress progress) {
    long everywhere = progress.everywhere();
    long at = System.nanoTime();
    for (long[] next = now.unseen.peek();
        next != null && next[1] <= everywhere;
        next = now.unseen.peek()) {
      now.drops.seen((int) next[0], at);
      now.unseen.remove();
    }
    if (!now.drops.isComplete() && fall == now) {
      cluster.loop().after(Duration.ofMillis(5), () -> look(now, progress));
    }
  }
}
