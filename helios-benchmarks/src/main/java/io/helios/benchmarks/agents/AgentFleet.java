package io.helios.benchmarks.agents;

import io.helios.agent.membership.StateUnusable;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.fleet.Tally;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real agents on simulated hosts. */
public final class AgentFleet implements Fleet {
  /** What a process has threads for. */
  public static final int MOST = 1_000;

  /** Starts and stops at a time, most of which wait. */
  private static final int AT_ONCE = 64;

  private final List<HostRecord> records = new ArrayList<>();
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final Tally tally = new Tally();
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          AT_ONCE,
          work -> {
            Thread thread = new Thread(work, "agents");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * How the fleet is.
   *
   * @param image of every job; it is on every host
   * @param speed containers take their measured time divided by this
   * @param seed of all that is drawn, for each host its own
   */
  public record Options(int hosts, String image, double speed, long seed) {}

  private AgentFleet(
      Executor loop,
      String zookeeper,
      Path directory,
      Options options,
      StartTimes times,
      Listener listener) {
    for (int i = 0; i < options.hosts(); i++) {
      HostRecord heard = new HostRecord(i, tally, loop, listener);
      records.add(heard);
      hosts.add(
          new SimulatedHost(
              Fleet.name(i),
              ZooKeeperOptions.of(zookeeper),
              directory.resolve(Fleet.name(i).value()),
              options.image(),
              new DrawnSteps(i, options, times, tally, loop, listener),
              heard));
    }
  }

  /**
   * Starts all agents; {@link #awaitUp} tells when they are there.
   *
   * @param loop on which the listener is told
   * @param directory for the agents' state
   */
  public static AgentFleet start(
      Executor loop,
      String zookeeper,
      Path directory,
      Options options,
      StartTimes times,
      Listener listener)
      throws IOException, InterruptedException {
    if (options.hosts() > MOST) {
      throw new IOException("at most " + MOST + " real agents run in one process");
    }
    AgentFleet fleet = new AgentFleet(loop, zookeeper, directory, options, times, listener);
    fleet.startAgain();
    return fleet;
  }

  @Override
  public int size() {
    return hosts.size();
  }

  @Override
  public int sessions() {
    return hosts.size();
  }

  @Override
  public long up() {
    return records.stream().filter(HostRecord::isUp).count();
  }

  /** Returns when nothing is left of them but state, containers and sessions. */
  @Override
  public void kill() throws InterruptedException {
    records.forEach(HostRecord::down);
    onAll(SimulatedHost::kill);
    records.forEach(HostRecord::down);
  }

  @Override
  public void startAgain() throws InterruptedException {
    onAll(SimulatedHost::start);
  }

  @Override
  public Counted counted() {
    return tally;
  }

  @Override
  public void close() {
    try {
      onAll(SimulatedHost::stop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.shutdownNow();
  }

  /** Something that is done to a host. */
  private interface Deed {
    void to(SimulatedHost host) throws StateUnusable;
  }

  private void onAll(Deed deed) throws InterruptedException {
    List<Callable<Object>> deeds = new ArrayList<>();
    for (SimulatedHost host : hosts) {
      deeds.add(
          Executors.callable(
              () -> {
                try {
                  deed.to(host);
                } catch (StateUnusable | RuntimeException e) {
                  tally.failed(String.valueOf(e));
                }
              }));
    }
    var unused = pool.invokeAll(deeds);
  }
}
