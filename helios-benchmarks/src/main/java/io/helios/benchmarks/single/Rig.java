package io.helios.benchmarks.single;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.ZooKeeper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * What is measured: an agent in a process of its own, started by its launcher, on a ZooKeeper in
 * another and the real engine. The rig speaks to the agent through the tree, as masters do.
 */
final class Rig implements AutoCloseable {
  /** No wait is meant to take as long. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private static final HostName HOST = new HostName("bench");

  private final RawEngine engine;
  private final String image;
  private final EngineRelay relay;
  private final ZooKeeper zookeeper;
  private final Tree tree;
  private final Agent agent;
  private final int apiPort = Checkout.freePort();
  private final Sightings sightings;
  private int jobs;

  private Rig(boolean relayed) throws IOException, InterruptedException {
    Path directory = Checkout.scratch("bench");
    try (var local = new LocalEngine()) {
      image = LocalImages.busybox(local.client());
      engine = new RawEngine(local.socket());
    }
    // Paths of sockets are short.
    Path socket = Files.createTempDirectory("helios-bench").resolve("engine.sock");
    relay = new EngineRelay(engine.socket(), socket);
    zookeeper = ZooKeeper.start(directory);
    tree = ZooKeeperTree.connect(ZooKeeperOptions.of(zookeeper.address()));
    establish(tree);
    agent =
        Agent.start(
            directory,
            HOST.value(),
            zookeeper.address(),
            "--docker",
            relayed ? relay.address() : "unix://" + engine.socket(),
            "--http",
            "http://127.0.0.1:" + apiPort);
    sightings = new Sightings(tree, HOST);
    try {
      sightings.awaitUp(LIMIT);
    } catch (TimeoutException e) {
      throw new IOException("the agent did not come up:\n" + agent.program().output(), e);
    }
  }

  /** The agent speaks to the engine itself. */
  static Rig direct() throws IOException, InterruptedException {
    return new Rig(false);
  }

  /** Between agent and engine stands {@link #relay}, which sees every call. */
  static Rig relayed() throws IOException, InterruptedException {
    return new Rig(true);
  }

  private static void establish(Tree tree) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        ClusterIdentity.establish(tree, null, false);
        return;
      } catch (TreeUnavailable e) {
        if (System.nanoTime() > deadline) {
          throw new IOException("no ZooKeeper", e);
        }
      } catch (ClusterIdentity.Refused e) {
        throw new IOException("no new ZooKeeper", e);
      }
    }
  }

  RawEngine engine() {
    return engine;
  }

  EngineRelay relay() {
    return relay;
  }

  String image() {
    return image;
  }

  Agent agent() {
    return agent;
  }

  /** The agent's API. */
  String api() {
    return "http://127.0.0.1:" + apiPort;
  }

  /** The agent's process as it is now. */
  ProcessFigures figures() {
    return new ProcessFigures(agent.program().pid());
  }

  Sightings sightings() {
    return sightings;
  }

  /** The agent's containers, running or not, as the engine lists them. */
  JsonNode containers() throws IOException {
    String identity = Files.readString(agent.stateDirectory().resolve("id")).strip();
    String filters = "{\"label\":[\"io.helios.host-id=" + identity + "\"]}";
    return engine.get(
        "/containers/json?all=1&filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8));
  }

  /** Creates jobs that nobody has deployed yet. */
  List<JobId> createJobs(int count) throws IOException {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Job job =
          JobHash.identify(
              Job.newBuilder("bench-" + jobs++, "1")
                  .setImage(image)
                  .setCommand(RawEngine.COMMAND)
                  .build());
      commit(Changes.NONE.create(Paths.job(job.id()), Stored.bytes(job)));
      ids.add(job.id());
    }
    return ids;
  }

  /** Assigns them all in one transaction. */
  void deploy(List<JobId> ids) throws IOException {
    Changes changes = Changes.NONE.checkExists(Paths.hostId(HOST));
    for (JobId id : ids) {
      Deployment deployment = new Deployment(id, Goal.START, "bench", null, null, 1L);
      changes =
          changes
              .create(Paths.jobHost(id, HOST))
              .create(Paths.deployment(HOST, id), Stored.bytes(deployment));
    }
    commit(changes);
  }

  private void commit(Changes changes) throws IOException {
    try {
      tree.commit(changes);
    } catch (TreeUnavailable | ChangeRejected e) {
      throw new IOException("cannot write to ZooKeeper", e);
    }
  }

  /** Stops all, and removes what the agent has made. */
  @Override
  public void close() throws IOException {
    sightings.close();
    agent.close();
    tree.close();
    zookeeper.close();
    relay.close();
  }
}
