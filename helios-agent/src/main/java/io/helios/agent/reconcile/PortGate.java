package io.helios.agent.reconcile;

import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.NetworkPorts;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Step;
import io.helios.model.job.PortMapping;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the host still has a task's ports, just before its container is made. Between this
 * look and the start somebody may take one; then the engine refuses.
 */
record PortGate(HostPorts host, ContainerRuntime runtime) {
  private static final Logger log = LoggerFactory.getLogger(PortGate.class);

  void check(Step.Create step) throws RuntimeFailure {
    if (!NetworkPorts.arePublished(step.job())) {
      return; // A process that binds its port itself tells itself that it is taken.
    }
    for (PortMapping mapping : step.ports().values()) {
      Integer port = mapping.externalPort();
      if (port != null && !host.isFree(port, mapping.protocol(), mapping.ip())) {
        String held =
            "port " + port + "/" + mapping.protocol() + ", held by " + holder(port, mapping);
        throw RuntimeFailure.ofPort(RuntimeFailure.Kind.PORT_HELD, port, held, null);
      }
    }
  }

  private String holder(int port, PortMapping mapping) {
    Optional<String> container = Optional.empty();
    try {
      container = runtime.publisher(port, mapping.protocol()).map(name -> "the container " + name);
    } catch (RuntimeFailure unknown) {
      log.debug("the holder of port {} is not known", port, unknown);
    }
    return container
        .or(() -> host.holder(port, mapping.protocol()))
        .orElse("somebody else on this host");
  }
}
