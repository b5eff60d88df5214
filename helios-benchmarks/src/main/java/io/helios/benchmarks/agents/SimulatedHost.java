package io.helios.benchmarks.agents;

import io.helios.agent.AgentApplication;
import io.helios.agent.AgentOptions;
import io.helios.agent.Outside;
import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.image.ImageRules;
import io.helios.agent.membership.StateUnusable;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.task.TaskPlanner;
import io.helios.benchmarks.fleet.SimulatedMachine;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.host.HostName;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine of its own for a real agent: state directory and engine outlive the agent. For one
 * thread at a time.
 */
final class SimulatedHost {
  private final HostName name;
  private final ZooKeeperOptions zookeeper;
  private final Path state;
  private final SimulatedRuntime engine = new SimulatedRuntime(Clock.systemUTC());
  private final TimedRuntime.Steps steps;
  private final HeardTree.Ear ear;
  private @Nullable AgentApplication agent;
  private @Nullable HeardTree tree;

  /**
   * No agent runs there before {@link #start}.
   *
   * @param image is there, as if it had been fetched before
   */
  SimulatedHost(
      HostName name,
      ZooKeeperOptions zookeeper,
      Path state,
      String image,
      TimedRuntime.Steps steps,
      HeardTree.Ear ear) {
    this.name = name;
    this.zookeeper = zookeeper;
    this.state = state;
    this.steps = steps;
    this.ear = ear;
    engine.addImage(image);
  }

  void start() throws StateUnusable {
    HeardTree session = new HeardTree(ZooKeeperTree.connect(zookeeper), ear);
    tree = session;
    agent =
        AgentApplication.start(
            options(),
            new Outside(
                session,
                new TimedRuntime(engine, steps),
                engine.probe(),
                HostPorts.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                () -> SimulatedMachine.report(name),
                Clock.systemUTC()));
  }

  /** As if the process had been killed: nobody is told, and the session is left behind. */
  void kill() {
    if (tree != null) {
      tree.cut();
    }
    stop();
  }

  /** As on a signal. */
  void stop() {
    if (agent != null) {
      agent.close();
    }
    agent = null;
    tree = null;
  }

  private AgentOptions options() {
    return new AgentOptions(
        name,
        null,
        state,
        zookeeper,
        Duration.ofMinutes(10),
        null,
        DockerEndpoint.parse(null, null),
        DockerOptions.none(),
        Map.of(),
        SimulatedMachine.LABELS,
        PortRange.parse("20000:32768"),
        TaskPlanner.KEPT,
        ImageRules.OFF,
        new ServiceRegistrarOptions("", null, null),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
