package io.helios.benchmarks.cluster;

import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.wire.EventLoop;
import io.helios.systemtests.fixtures.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one master by itself: a ZooKeeper with a {@link SyntheticCluster} in it, and
 * the master, once it is started.
 */
public final class FullCluster implements AutoCloseable {
  private final Path directory;
  private final EventLoop loop;
  private final ZooKeepers zookeepers;
  private final SyntheticCluster contents;
  private final String masterOptions;
  private @Nullable BenchMaster master;

  private FullCluster(
      Path directory,
      EventLoop loop,
      ZooKeepers zookeepers,
      SyntheticCluster contents,
      String masterOptions) {
    this.directory = directory;
    this.loop = loop;
    this.zookeepers = zookeepers;
    this.contents = contents;
    this.masterOptions = masterOptions;
  }

  /** Adds the options that {@link #fill} reads. */
  public static void options(Subparser parser, int hosts, int tasks) {
    NumberOption.add(parser, "--hosts", hosts, "hosts");
    NumberOption.add(parser, "--tasks", tasks, "tasks on each host");
    Cluster.processes(parser);
  }

  /** Fills a ZooKeeper as the options say; there is no master yet. */
  public static FullCluster fill(Namespace options, Results results)
      throws IOException, InterruptedException {
    int hosts = options.getInt("hosts");
    int tasks = options.getInt("tasks");
    Path directory = Checkout.scratch("bench");
    EventLoop loop = new EventLoop("load");
    ZooKeepers zookeepers = null;
    try {
      zookeepers = ZooKeepers.start(directory, 1, options.getString("zk_heap"));
      SyntheticCluster contents = SyntheticCluster.fill(zookeepers.connect(), hosts, tasks);
      results.fact("fleet", "synthetic").fact("masters", 1).fact("zookeepers", 1);
      results.fact("hosts", hosts).fact("jobs", contents.jobs()).fact("tasks", hosts * tasks);
      return new FullCluster(
          directory, loop, zookeepers, contents, options.getString("master_jvm_opts"));
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (zookeepers != null) {
        zookeepers.close();
      }
      loop.close();
      Cluster.removeUnlessKept(directory);
      throw e;
    }
  }

  /** Starts the master; returns when it serves. */
  public BenchMaster startMaster() throws IOException, InterruptedException {
    BenchMaster started =
        BenchMaster.start(loop, directory, "master-1", zookeepers.connect(), masterOptions);
    master = started;
    return started;
  }

  /** The thread that loads the master. */
  public EventLoop loop() {
    return loop;
  }

  public ZooKeepers zookeepers() {
    return zookeepers;
  }

  public SyntheticCluster contents() {
    return contents;
  }

  /** Begins to watch who takes the processors. */
  public CpuWatch watchProcessors() throws IOException {
    return new CpuWatch(
        master == null ? List.of() : List.of(master.program().pid()), zookeepers.pids());
  }

  /** Ends all processes and removes their files; logs stay when the JVM was told so. */
  @Override
  public void close() {
    if (master != null) {
      master.close();
    }
    contents.close();
    zookeepers.close();
    loop.close();
    Cluster.removeUnlessKept(directory);
  }
}
