package io.helios.agent.goals;

import io.helios.agent.goals.HostOrders.Versioned;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that concern one host, decoded. Used by one thread at a time. */
final class HostNodes {
  private static final Logger log = LoggerFactory.getLogger(HostNodes.class);

  private final HostName host;
  private final Set<String> clusters = new HashSet<>();
  private final Map<JobId, Deployment> deployments = new HashMap<>();
  private final Map<JobId, Versioned<UndeployOrder>> undeploys = new HashMap<>();
  private final Map<TreePath, Versioned<PortReservation>> ports = new HashMap<>();
  private final Set<TreePath> unreadable = new HashSet<>();
  private @Nullable Versioned<DeregistrationOrder> deregistration;
  private @Nullable String hostId;

  HostNodes(HostName host) {
    this.host = host;
  }

  /** Subtrees in which all of it stands. */
  List<TreePath> roots() {
    return List.of(Paths.host(host), Paths.deregistered(host), Paths.IDENTITIES);
  }

  /** The job whose deployment stands at that path; empty for any other path. */
  Optional<JobId> deployed(TreePath path) {
    if (!path.parent().equals(Paths.deployments(host))) {
      return Optional.empty();
    }
    try {
      return Optional.of(JobId.fromString(path.name()));
    } catch (IllegalArgumentException notAJob) {
      return Optional.empty();
    }
  }

  void changed(Node node) {
    TreePath path = node.path();
    removed(path);
    try {
      decode(node);
    } catch (IOException | IllegalArgumentException e) {
      unreadable.add(path);
      log.warn(
          "The node {} cannot be read ({}); what was known before stays in force",
          path,
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  void removed(TreePath path) {
    unreadable.remove(path);
    ports.remove(path);
    if (path.parent().equals(Paths.IDENTITIES)) {
      clusters.remove(path.name());
    } else if (path.equals(Paths.hostId(host))) {
      hostId = null;
    } else if (path.equals(Paths.deregistered(host))) {
      deregistration = null;
    } else if (path.parent().equals(Paths.deployments(host))) {
      deployments.keySet().removeIf(id -> id.toString().equals(path.name()));
    } else if (path.parent().equals(Paths.undeploys(host))) {
      undeploys.keySet().removeIf(id -> id.toString().equals(path.name()));
    }
  }

  private void decode(Node node) throws IOException {
    TreePath path = node.path();
    if (path.parent().equals(Paths.IDENTITIES)) {
      clusters.add(path.name());
    } else if (path.equals(Paths.hostId(host))) {
      hostId = Stored.read(node.data(), String.class);
    } else if (path.equals(Paths.deregistered(host))) {
      deregistration =
          new Versioned<>(Stored.read(node.data(), DeregistrationOrder.class), node.version());
    } else if (path.parent().equals(Paths.deployments(host))) {
      Deployment deployment = Stored.read(node.data(), Deployment.class);
      if (deployment.goal() == null || deployment.generation() == null) {
        throw new IOException("goal or generation is missing");
      }
      deployments.put(JobId.fromString(path.name()), deployment);
    } else if (path.parent().equals(Paths.undeploys(host))) {
      undeploys.put(
          JobId.fromString(path.name()),
          new Versioned<>(Stored.read(node.data(), UndeployOrder.class), node.version()));
    } else if (path.parent().equals(Paths.ports(host))) {
      ports.put(
          path, new Versioned<>(Stored.read(node.data(), PortReservation.class), node.version()));
    }
  }

  HostOrders orders() {
    Set<JobId> unknown = new HashSet<>();
    for (TreePath path : unreadable) {
      try {
        unknown.add(JobId.fromString(path.name()));
      } catch (IllegalArgumentException notAboutAJob) {
        // An unreadable port or order of another kind keeps nothing in force.
      }
    }
    return new HostOrders(clusters, hostId, deployments, undeploys, ports, unknown, deregistration);
  }
}
