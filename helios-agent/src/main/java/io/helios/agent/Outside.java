package io.helios.agent;

import io.helios.agent.health.HealthProbe;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.tree.Tree;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Everything that an agent meets outside of itself.
 *
 * @param report describes the host; called once a minute, may block for a moment
 */
public record Outside(
    Tree tree,
    ContainerRuntime runtime,
    HealthProbe probe,
    HostPorts hostPorts,
    Supplier<HostReport> report,
    Clock clock)
    implements AutoCloseable {
  @Override
  public void close() {
    tree.close();
    runtime.close();
  }
}
