package io.helios.benchmarks.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.job.JobId;
import io.helios.systemtests.fixtures.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What is measured: masters and ZooKeeper in processes of their own, on an empty tree. */
public final class Cluster implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Path directory;
  private final EventLoop loop = new EventLoop("load");
  private final List<BenchMaster> masters = new ArrayList<>();
  private final ZooKeepers zookeepers;
  private final HttpConnections first;
  private final String clusterId;

  private Cluster(int masterCount, int zookeeperCount, String zookeeperHeap, String jvmOptions)
      throws IOException, InterruptedException {
    directory = Checkout.scratch("bench");
    zookeepers = ZooKeepers.start(directory, zookeeperCount, zookeeperHeap);
    try {
      for (int i = 1; i <= masterCount; i++) {
        masters.add(
            BenchMaster.start(loop, directory, "master-" + i, zookeepers.connect(), jvmOptions));
      }
      first = new HttpConnections(loop, masters.get(0).url(), 1, 1);
      clusterId = identity();
      if (!ask("GET", "/hosts/", "").header("helios-revision").startsWith(clusterId + "-")) {
        throw new IOException("another process answers at " + masters.get(0).url());
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private String identity() throws IOException, InterruptedException {
    try (ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(zookeepers.connect()))) {
      if (!tree.awaitConnected(ANSWER)) {
        throw new IOException("ZooKeeper takes no sessions");
      }
      return ClusterIdentity.existing(tree)
          .orElseThrow(() -> new IOException("no master has begun the cluster"));
    } catch (TreeUnavailable e) {
      throw new IOException(e);
    }
  }

  /** Adds the options that {@link #start} reads. */
  public static void options(Subparser parser, int masters) {
    NumberOption.add(parser, "--masters", masters, "how many masters");
    parser
        .addArgument("--zk")
        .type(Integer.class)
        .choices(1, 3)
        .setDefault(1)
        .help("how many ZooKeeper servers (default: 1)");
    processes(parser);
  }

  /** Adds the options of what is started, however many there are. */
  static void processes(Subparser parser) {
    parser
        .addArgument("--zk-heap")
        .setDefault("1g")
        .help("heap of each ZooKeeper server (default: 1g)");
    parser
        .addArgument("--master-jvm-opts")
        .setDefault("")
        .help("JVM options of masters besides the launcher's own");
  }

  /** Starts one as the options say. */
  public static Cluster start(Namespace options, Results results)
      throws IOException, InterruptedException {
    int masters = options.getInt("masters");
    int zookeepers = options.getInt("zk");
    results.fact("masters", masters).fact("zookeepers", zookeepers);
    return new Cluster(
        masters, zookeepers, options.getString("zk_heap"), options.getString("master_jvm_opts"));
  }

  public EventLoop loop() {
    return loop;
  }

  public Path directory() {
    return directory;
  }

  public ZooKeepers zookeepers() {
    return zookeepers;
  }

  public List<BenchMaster> masters() {
    return masters;
  }

  public String clusterId() {
    return clusterId;
  }

  /** Begins to watch who takes the processors. */
  public CpuWatch watchProcessors() throws IOException {
    return new CpuWatch(
        masters.stream().map(master -> master.program().pid()).toList(), zookeepers.pids());
  }

  /** Asks the first master; a body that is empty is none. */
  public Answer ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return first.ask(method, path, body.isEmpty() ? null : body.getBytes(UTF_8), ANSWER);
  }

  /** Creates jobs of that name, numbered, and returns their ids. */
  public List<JobId> createJobs(String name, int count, String image)
      throws IOException, InterruptedException {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String job =
          "{\"id\":\"%s-%d:1\",\"image\":\"%s\",\"command\":[\"sleep\",\"3600\"]}"
              .formatted(name, i, image);
      Answer answer = ask("POST", "/jobs?user=bench", job);
      if (answer.status() != 200) {
        throw new IOException("a job was refused: " + answer.text());
      }
      String text = answer.text();
      int at = text.indexOf("\"id\":\"") + 6;
      ids.add(JobId.parse(text.substring(at, text.indexOf('"', at))));
    }
    return ids;
  }

  /** Ends all processes and removes their files; logs stay when the JVM was told so. */
  @Override
  public void close() {
    masters.forEach(BenchMaster::close);
    zookeepers.close();
    loop.close();
    removeUnlessKept(directory);
  }

  /** Removes what processes have left; not if the JVM was told to keep it. */
  public static void removeUnlessKept(Path directory) {
    if (Boolean.getBoolean("helios.bench.keep")) {
      return;
    }
    try (var all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}
