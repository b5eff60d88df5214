package io.helios.agent.goals;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.TreePath;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the tree says to this host, at one moment.
 *
 * @param clusters identities of the cluster; none in an emptied tree
 * @param hostId the agent that holds this host's name; null when nobody does
 * @param unreadable jobs about which something is said that cannot be understood: what was known of
 *     them stays in force
 * @param deregistration null when there is none
 */
public record HostOrders(
    Set<String> clusters,
    @Nullable String hostId,
    Map<JobId, Deployment> deployments,
    Map<JobId, Versioned<UndeployOrder>> undeploys,
    Map<TreePath, Versioned<PortReservation>> ports,
    Set<JobId> unreadable,
    @Nullable Versioned<DeregistrationOrder> deregistration) {

  /** A value with the version of its node, for changes that rely on it. */
  public record Versioned<T>(T value, int version) {}

  public HostOrders {
    clusters = Set.copyOf(clusters);
    deployments = Map.copyOf(deployments);
    undeploys = Map.copyOf(undeploys);
    ports = Map.copyOf(ports);
    unreadable = Set.copyOf(unreadable);
  }

  public static final HostOrders NONE =
      new HostOrders(Set.of(), null, Map.of(), Map.of(), Map.of(), Set.of(), null);
}
