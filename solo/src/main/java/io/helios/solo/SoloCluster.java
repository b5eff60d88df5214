package io.helios.solo;

import io.helios.agent.AgentApplication;
import io.helios.agent.AgentOptions;
import io.helios.agent.Outside;
import io.helios.agent.image.ImageRules;
import io.helios.agent.membership.StateUnusable;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.task.TaskPlanner;
import io.helios.coordination.embedded.EmbeddedZooKeeper;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.ListenAddress;
import io.helios.master.MasterApplication;
import io.helios.master.MasterFailed;
import io.helios.master.MasterOptions;
import io.helios.serviceregistration.ServiceRegistrarLoadingException;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ZooKeeper, a master and an agent, started in this order and stopped in the opposite one. */
final class SoloCluster implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SoloCluster.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration TAKE_OVER_AFTER = Duration.ofMinutes(10);

  /** The newest first, each with what to call it. */
  private final Deque<Part> running = new ArrayDeque<>();

  private record Part(String name, AutoCloseable process) {}

  private SoloCluster() {}

  /**
   * Starts all three.
   *
   * @throws IOException with a message for users; nothing is left running
   */
  static SoloCluster start(SoloOptions options, SoloState state)
      throws IOException, InterruptedException {
    SoloCluster cluster = new SoloCluster();
    try {
      EmbeddedZooKeeper zookeeper =
          EmbeddedZooKeeper.start(state.zookeeper(), options.zookeeperPort());
      cluster.running.push(new Part("ZooKeeper", zookeeper));
      MasterApplication master = new MasterApplication(master(options, state, zookeeper));
      cluster.running.push(new Part("master", master));
      master.start();
      AgentOptions agent = agent(options, state, zookeeper);
      cluster.running.push(new Part("agent", AgentApplication.start(agent, Outside.real(agent))));
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    } catch (MasterFailed | StateUnusable | ServiceRegistrarLoadingException e) {
      cluster.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private static MasterOptions master(
      SoloOptions options, SoloState state, EmbeddedZooKeeper zookeeper) {
    return MasterOptions.of(
        options.name().value(),
        ZooKeeperOptions.of(zookeeper.connect()),
        new ListenAddress(LOOPBACK, options.masterPort()),
        new ListenAddress(LOOPBACK, options.masterAdminPort()),
        state.master());
  }

  private static AgentOptions agent(
      SoloOptions options, SoloState state, EmbeddedZooKeeper zookeeper) {
    return new AgentOptions(
        options.name(),
        null,
        state.agent(),
        ZooKeeperOptions.of(zookeeper.connect()),
        TAKE_OVER_AFTER,
        null,
        options.engine(),
        DockerOptions.none(),
        options.hostAddress().map(it -> Map.of("HELIOS_HOST_ADDRESS", it)).orElse(Map.of()),
        Map.of("solo", "yes"),
        PortRange.parse("20000:32768"),
        TaskPlanner.KEPT,
        ImageRules.OFF,
        ServiceRegistrarOptions.NONE,
        List.of(),
        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.agentPort())),
        Optional.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), options.agentAdminPort())),
        0);
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      Part part = running.pop();
      try {
        part.process().close();
      } catch (Exception e) {
        log.warn("the {} did not stop cleanly", part.name(), e);
      }
    }
  }
}
