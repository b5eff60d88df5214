package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.report.TimeLine;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.client.HeliosClient;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Clients write without a pause while a master is killed, and then the ZooKeeper that leads. A
 * client's window is the longest time in which none of its writes was acknowledged. Afterwards each
 * deployment must stand as acknowledged last, and must have been changed just as often.
 */
final class Failover implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public String help() {
    return "a master and the leading ZooKeeper are killed under load: what clients notice";
  }

  @Override
  public void options(Subparser parser) {
    Cluster.options(parser, 2);
    NumberOption.add(parser, "--clients", 8, "that write at once");
    NumberOption.add(parser, "--seconds", 15, "before and after each kill");
    NumberOption.add(parser, "--rounds", 3, "how often each is killed");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int count = options.getInt("clients");
    Duration between = Duration.ofSeconds(options.getInt("seconds"));
    results.fact("fleet", "none").fact("clients", count);
    List<Double> masterWindows = new ArrayList<>();
    List<Double> leaderWindows = new ArrayList<>();
    TimeLine line = new TimeLine("longest wait of a client so far", "ms");
    try (Cluster cluster = Cluster.start(options, results)) {
      List<URI> urls = cluster.masters().stream().map(master -> URI.create(master.url())).toList();
      List<Writer> writers = new ArrayList<>();
      List<JobId> jobs = cluster.createJobs("failover", count, "bench/none:1");
      for (int i = 0; i < count; i++) {
        HostName host = new HostName("failover-" + i);
        cluster.ask("PUT", "/hosts/" + host + "?id=failover-" + i, "");
        writers.add(new Writer(client(urls), host, jobs.get(i)));
      }
      long began = System.nanoTime();
      writers.forEach(Writer::start);
      try {
        for (int round = 0; round < options.getInt("rounds"); round++) {
          Pause.of(between);
          writers.forEach(Writer::forgetWindow);
          var killed = cluster.masters().get(round % cluster.masters().size());
          killed.program().kill();
          Pause.of(between);
          masterWindows.addAll(windows(writers, line, "after a master", began));
          killed.startAgain();
          killed.awaitReady();
          if (options.getInt("zk") > 1) {
            writers.forEach(Writer::forgetWindow);
            int leader = cluster.zookeepers().leader();
            cluster.zookeepers().kill(leader);
            Pause.of(between);
            leaderWindows.addAll(windows(writers, line, "after the leader", began));
            cluster.zookeepers().startAgain(leader);
          }
        }
      } finally {
        writers.forEach(Writer::end);
      }
      results.add(line);
      judge(cluster, writers, masterWindows, leaderWindows, results);
    }
  }

  private static HeliosClient client(List<URI> masters) {
    return HeliosClient.newBuilder()
        .setEndpoints(masters)
        .setUser("bench")
        .setHttpTimeout(5, TimeUnit.SECONDS)
        .setRetryTimeout((int) LIMIT.toSeconds(), TimeUnit.SECONDS)
        .build();
  }

  private static List<Double> windows(
      List<Writer> writers, TimeLine line, String after, long began) {
    List<Double> windows = writers.stream().map(Writer::windowMillis).toList();
    double longest = windows.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    line.add(after, (System.nanoTime() - began) / 1e9, longest);
    return windows;
  }

  private static void judge(
      Cluster cluster,
      List<Writer> writers,
      List<Double> masterWindows,
      List<Double> leaderWindows,
      Results results)
      throws IOException, InterruptedException {
    long acknowledged = 0;
    long unknown = 0;
    long lost = 0;
    long twice = 0;
    String error = "";
    try (ZooKeeperTree tree =
        ZooKeeperTree.connect(ZooKeeperOptions.of(cluster.zookeepers().connect()))) {
      if (!tree.awaitConnected(LIMIT)) {
        throw new IOException("no ZooKeeper to compare with");
      }
      for (Writer writer : writers) {
        Optional<Node> node = tree.get(Paths.deployment(writer.host(), writer.job()));
        acknowledged += writer.acknowledged();
        unknown += writer.unknown();
        // The deployment itself is acknowledged too, but the version counts what came after.
        long changes = node.isPresent() ? node.get().version() : -1;
        long goals = writer.acknowledged() - 1L;
        lost += Math.max(0, goals - changes);
        twice += Math.max(0, changes - goals - writer.unknown());
        if (writer.unknown() == 0
            && node.isPresent()
            && Stored.read(node.get().data(), Deployment.class).goal() != writer.last()) {
          lost++;
        }
        error = writer.error().isEmpty() ? error : writer.error();
      }
    } catch (TreeUnavailable e) {
      throw new IOException(e);
    }
    if (!masterWindows.isEmpty()) {
      results.add(
          Measure.of("masterWindowMillis", "a client's window, master killed", "ms", masterWindows)
              .wanted("max < 1000"));
    }
    if (!leaderWindows.isEmpty()) {
      results.add(
          Measure.of("leaderWindowMillis", "a client's window, leader killed", "ms", leaderWindows)
              .wanted("max < 5000"));
    }
    results.add(
        Measure.of("acknowledged", "acknowledged writes", "", (double) acknowledged).fact(),
        Measure.of("lost", "acknowledged writes lost", "", (double) lost).wanted("0"),
        Measure.of("appliedTwice", "writes applied twice", "", (double) twice).wanted("0"),
        Measure.of("errors", "errors that clients saw", "", (double) unknown));
    results.fact("lastError", error);
    if (lost > 0 || twice > 0) {
      throw new IOException(lost + " writes were lost, " + twice + " applied twice");
    }
  }
}
