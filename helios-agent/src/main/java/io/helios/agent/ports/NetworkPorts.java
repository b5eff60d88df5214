package io.helios.agent.ports;

import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a job's mappings come down to in its network. The engine maps ports only in networks of its
 * own; elsewhere a number that nobody answers on must not be told to anybody.
 */
public final class NetworkPorts {
  private static final String HOST = "host";
  private static final String NONE = "none";
  private static final String ANOTHER_CONTAINER = "container:";

  private NetworkPorts() {}

  /**
   * The mappings as they take effect. In the host's network a process answers on the port that it
   * binds, so the external port is the internal one; of port 0 nobody knows it. In another
   * container's network, or none, nothing is published, so there is none.
   */
  public static Map<String, PortMapping> of(Job job) {
    if (areElsewhere(job)) {
      return each(job, port -> external(port, null));
    }
    return HOST.equals(job.networkMode())
        ? each(job, port -> external(port, port.internalPort() == 0 ? null : port.internalPort()))
        : job.ports();
  }

  /** Whether the engine maps the ports, so that each has to have one of the host. */
  public static boolean arePublished(Job job) {
    return !HOST.equals(job.networkMode()) && !areElsewhere(job);
  }

  private static boolean areElsewhere(Job job) {
    String network = job.networkMode();
    return network != null && (network.equals(NONE) || network.startsWith(ANOTHER_CONTAINER));
  }

  private static Map<String, PortMapping> each(Job job, UnaryOperator<PortMapping> change) {
    Map<String, PortMapping> changed = new TreeMap<>();
    job.ports().forEach((name, port) -> changed.put(name, change.apply(port)));
    return changed;
  }

  private static PortMapping external(PortMapping port, @Nullable Integer external) {
    return new PortMapping(port.internalPort(), external, port.protocol(), port.ip());
  }
}
