package io.helios.master.deployment;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.deployment.DeploymentRefusal.PortConflict;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ports that a job binds at a fixed number of its host. A port belongs to whoever is deployed, or
 * runs without a deployment; one who only has to stop gives it up at once.
 */
final class StaticPorts {
  private StaticPorts() {}

  /** The nodes that reserve the job's static ports. */
  static List<TreePath> nodes(HostName host, Job job) {
    return of(job).stream().map(port -> node(host, port)).distinct().toList();
  }

  /**
   * The first port of the job that another one of the host holds.
   *
   * @param reserved those of the {@link #nodes} that are there
   * @param going jobs that give their ports up
   */
  static Optional<PortConflict> conflict(
      ClusterView view, HostView host, Job job, Map<TreePath, Node> reserved, Set<JobId> going) {
    for (PortMapping port : of(job)) {
      // Said by the node itself, for the holder's definition may be unreadable.
      Optional<JobId> named = holder(reserved.get(node(host.name(), port)));
      if (named
          .filter(it -> !it.equals(job.id()) && !going.contains(it) && isDeployed(host, it))
          .isPresent()) {
        return Optional.of(conflict(host, port, named.get()));
      }
      for (JobId other : host.deployments().keySet()) {
        Optional<Job> holder = view.job(other).map(JobView::job);
        if (!other.equals(job.id())
            && !going.contains(other)
            && holder.filter(it -> binds(of(it), port)).isPresent()) {
          return Optional.of(conflict(host, port, other));
        }
      }
      for (Map.Entry<JobId, StoredStatus> status : host.statuses().entrySet()) {
        JobId other = status.getKey();
        boolean orphan =
            !other.equals(job.id())
                && !host.deployments().containsKey(other)
                && !host.isOrderedAway(other);
        if (orphan && binds(status.getValue().report().ports().values(), port)) {
          return Optional.of(conflict(host, port, other));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether both jobs bind the same port of a host. */
  static boolean clash(Job one, Job other) {
    return of(one).stream().anyMatch(port -> binds(of(other), port));
  }

  /**
   * Reserves the job's ports.
   *
   * @param reserved those of the {@link #nodes} that are there already
   */
  static Changes reserve(HostName host, Job job, Map<TreePath, Node> reserved) {
    Changes changes = Changes.NONE;
    for (PortMapping port : distinct(host, of(job))) {
      TreePath node = node(host, port);
      byte[] data = Stored.bytes(new PortReservation(job.id(), port.ip()));
      Node there = reserved.get(node);
      // Taken over by a versioned set, so that of two who want the port only one gets it.
      changes =
          there == null ? changes.create(node, data) : changes.set(node, data, there.version());
    }
    return changes;
  }

  private static Optional<JobId> holder(@Nullable Node reservation) {
    if (reservation == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Stored.read(reservation.data(), PortReservation.class).job());
    } catch (IOException e) {
      return Optional.empty(); // What the view knows of the host's jobs has to do.
    }
  }

  private static boolean isDeployed(HostView host, JobId job) {
    return host.deployments().containsKey(job)
        || (TreePath.isLegal(job.toString())
            && host.unreadable().contains(Paths.deployment(host.name(), job)));
  }

  private static List<PortMapping> of(Job job) {
    return job.ports().values().stream().filter(port -> port.externalPort() != null).toList();
  }

  private static Collection<PortMapping> distinct(HostName host, List<PortMapping> ports) {
    return ports.stream()
        .collect(Collectors.toMap(port -> node(host, port), port -> port, (first, second) -> first))
        .values();
  }

  private static TreePath node(HostName host, PortMapping port) {
    Integer number = port.externalPort();
    return Paths.port(host, number == null ? 0 : number, port.protocol());
  }

  private static boolean binds(Collection<PortMapping> ports, PortMapping wanted) {
    return ports.stream()
        .anyMatch(
            port ->
                wanted.protocol().equals(port.protocol())
                    && wanted.externalPort() != null
                    && wanted.externalPort().equals(port.externalPort()));
  }

  private static PortConflict conflict(HostView host, PortMapping port, JobId holder) {
    return new PortConflict(host.name(), port.externalPort() + "/" + port.protocol(), holder);
  }
}
