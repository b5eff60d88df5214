package io.helios.benchmarks;

import io.helios.benchmarks.OpenLoop.Ask;
import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.FullCluster;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.cluster.SyntheticCluster;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.model.json.Json;
import io.helios.systemtests.fixtures.Run;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * A master starts in a cluster that is full, is asked for listings and statuses, and then has to
 * follow as many changes of statuses as all agents can make. There are no agents: what they would
 * have written is written straight into ZooKeeper.
 */
final class MasterView implements Scenario {
  private static final int CONNECTIONS = 16;
  private static final int CHANGES_AT_ONCE = 250;
  private static final int LOOK_EACH = 4;
  private static final Duration JCMD = Duration.ofMinutes(2);
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  @Override
  public String name() {
    return "master-view";
  }

  @Override
  public String help() {
    return "a master in a full cluster: start, memory, listings, and how it follows changes";
  }

  @Override
  public void options(Subparser parser) {
    FullCluster.options(parser, 5_000, 20);
    NumberOption.add(parser, "--rate", 200, "requests per second");
    NumberOption.add(parser, "--page", 10, "hosts in a page of statuses");
    NumberOption.add(parser, "--seconds", 20, "for each kind of request, and for the changes");
    NumberOption.add(parser, "--changes", 10_000, "changed statuses per second");
    NumberOption.add(parser, "--whole", 5, "how often all statuses are fetched");
    NumberOption.add(
        parser, "--warm-up", 5, "seconds before each kind of request, which do not count");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int hosts = options.getInt("hosts");
    try (FullCluster full = FullCluster.fill(options, results)) {
      SyntheticCluster cluster = full.contents();
      results.fact("rate", options.getInt("rate")).fact("page", options.getInt("page"));
      long began = System.nanoTime();
      BenchMaster master = full.startMaster();
      results.add(
          Measure.of("liveSeconds", "start of the process to LIVE", "s", seconds(began))
              .wanted("< 15"));
      results.add(heap(master, "heapMiB", "live heap, full cluster"));
      CpuWatch processors = full.watchProcessors();
      try (HttpConnections connections =
          new HttpConnections(full.loop(), master.url(), CONNECTIONS, 1)) {
        Asking asking = new Asking(options, connections, cluster, hosts);
        asking.addTo(results);
        addWhole(results, master, hosts, options.getInt("whole"));
        addChanges(results, options, connections, cluster);
      }
      processors.addTo(results);
      results.add(heap(master, "heapAfterMiB", "live heap after all that"));
      results.add(
          Measure.of(
              "masterPeakMiB",
              "most resident memory of the master",
              "MiB",
              new ProcessFigures(master.program().pid()).residentPeak()));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Collects garbage and counts what is left. */
  private static Measure heap(BenchMaster master, String key, String name) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(master.program().pid());
    Run run = Run.of(JCMD, Map.of(), List.of(jcmd, pid, "GC.class_histogram"));
    Matcher total = TOTAL.matcher(run.ok().out());
    if (!total.find()) {
      throw new IOException("no histogram of the heap: " + run);
    }
    double bytes = Double.parseDouble(total.group(1));
    return Measure.of(key, name, "MiB", bytes / (1 << 20)).wanted("< 1024");
  }

  /** One kind of request after the other. */
  private record Asking(
      Namespace options, HttpConnections connections, SyntheticCluster cluster, int hosts) {
    void addTo(Results results) throws IOException, InterruptedException {
      results.add(
          measure("hosts", "all hosts' names", i -> new Ask("GET", "/hosts", null)),
          measure(
              "jobStatus",
              "a job's status",
              i -> new Ask("GET", "/jobs/" + cluster.job(i) + "/status", null)),
          measure("page", "a page of statuses", this::page));
    }

    private Ask page(int number) {
      Random random = new Random(number);
      List<String> names =
          random
              .ints(options.getInt("page"), 0, hosts)
              .mapToObj(host -> SyntheticCluster.host(host).value())
              .toList();
      return new Ask("POST", "/hosts/statuses", Json.bytes(names));
    }

    private Measure measure(String key, String name, IntFunction<Ask> asks)
        throws IOException, InterruptedException {
      OpenLoop asking = new OpenLoop(connections, options.getInt("rate"));
      asking.run(options.getInt("warm_up"), asks);
      return Measure.of(key + "Millis", name, "ms", asking.run(options.getInt("seconds"), asks))
          .wanted("p99 < 50");
    }
  }

  private static void addWhole(Results results, BenchMaster master, int hosts, int times)
      throws IOException {
    byte[] names =
        Json.bytes(
            IntStream.range(0, hosts).mapToObj(it -> SyntheticCluster.host(it).value()).toList());
    List<Double> took = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      bytes = fetch(URI.create(master.url() + "/hosts/statuses"), names);
      took.add(seconds(began));
    }
    results.add(
        Measure.of("allStatusesSeconds", "statuses of all hosts", "s", took).wanted("< 3"),
        Measure.of("allStatusesMB", "size of that", "MB", bytes / 1e6).fact());
  }

  /** Not kept: it may be larger than our heap. */
  private static long fetch(URI uri, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    try (var out = connection.getOutputStream()) {
      out.write(body);
    }
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    }
    return bytes;
  }

  /** Changes statuses at a rate, and asks for an answer that has the change just made. */
  private static void addChanges(
      Results results, Namespace options, HttpConnections connections, SyntheticCluster cluster)
      throws IOException, InterruptedException {
    String revision = connections.ask("GET", "/hosts", null, JCMD).header("helios-revision");
    String prefix = revision.substring(0, revision.lastIndexOf('-') + 1);
    int perSecond = options.getInt("changes");
    long rounds = (long) perSecond * options.getInt("seconds") / CHANGES_AT_ONCE;
    List<Double> lags = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger open = new AtomicInteger();
    AtomicInteger behind = new AtomicInteger();
    long start = System.nanoTime();
    for (long i = 0; i < rounds; i++) {
      long left = start + i * CHANGES_AT_ONCE * 1_000_000_000L / perSecond - System.nanoTime();
      if (left > 0) {
        Pause.of(Duration.ofNanos(left));
      }
      long zxid = cluster.change(i * CHANGES_AT_ONCE, CHANGES_AT_ONCE, i + 2);
      if (i % LOOK_EACH == 0) {
        look(connections, prefix, zxid, lags, open, behind);
      }
    }
    double took = seconds(start);
    OpenLoop.awaitNone(open);
    results.add(
        Measure.of("changesPerSecond", "changed statuses", "/s", rounds * CHANGES_AT_ONCE / took)
            .fact(),
        Measure.of("lagMillis", "written to seen in the view", "ms", lags).wanted("max < 1000"));
    if (behind.get() > 0) {
      throw new IOException(behind + " times the view was further behind than a request waits");
    }
  }

  private static void look(
      HttpConnections connections,
      String prefix,
      long zxid,
      List<Double> lags,
      AtomicInteger open,
      AtomicInteger behind) {
    long written = System.nanoTime();
    open.incrementAndGet();
    connections.send(
        "GET",
        "/masters",
        null,
        Map.of("Helios-Min-Revision", prefix + zxid),
        answer -> {
          lags.add((answer.answered() - written) / 1e6);
          String seen = answer.header("helios-revision");
          if (answer.status() != 200
              || Long.parseLong(seen.substring(seen.lastIndexOf('-') + 1)) < zxid) {
            behind.incrementAndGet();
          }
          open.decrementAndGet();
        });
  }
}
