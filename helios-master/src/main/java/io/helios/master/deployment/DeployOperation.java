package io.helios.master.deployment;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.deployment.DeploymentRefusal.AlreadyDeployed;
import io.helios.master.deployment.DeploymentRefusal.Forbidden;
import io.helios.master.deployment.DeploymentRefusal.HostCordoned;
import io.helios.master.deployment.DeploymentRefusal.HostNotFound;
import io.helios.master.deployment.DeploymentRefusal.JobNotFound;
import io.helios.master.deployment.DeploymentRefusal.PortConflict;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a job on a host. */
final class DeployOperation {
  private DeployOperation() {}

  /**
   * @param host need not be a legal name
   * @param user who asks, self-declared
   */
  record Request(String host, JobId job, Goal goal, String token, @Nullable String user) {}

  /** Nodes that {@link #decide} needs to know. */
  static List<TreePath> portNodes(Request request, ClusterView view) {
    Optional<HostName> host = HostName.of(request.host());
    Optional<Job> job = view.job(request.job()).map(it -> it.job());
    return host.isPresent() && job.isPresent()
        ? StaticPorts.nodes(host.get(), job.get())
        : List.of();
  }

  /**
   * @param reserved those {@link #portNodes} that exist; the view must be at least as new
   */
  static Decision<DeploymentRefusal> decide(
      Request request, ClusterView view, Map<TreePath, Node> reserved, Instant now) {
    Job job = view.job(request.job()).map(it -> it.job()).orElse(null);
    if (job == null) {
      return Decision.refuse(new JobNotFound(request.job()));
    }
    if (!job.token().equals(request.token())) {
      return Decision.refuse(new Forbidden(job.id()));
    }
    HostView host = HostName.of(request.host()).flatMap(view::registeredHost).orElse(null);
    if (host == null || host.id() == null) {
      return Decision.refuse(new HostNotFound(request.host()));
    }
    TreePath node = Paths.deployment(host.name(), job.id());
    if (host.deployments().containsKey(job.id()) || host.unreadable().contains(node)) {
      return Decision.refuse(new AlreadyDeployed(host.name(), job.id()));
    }
    if (host.cordoned().isPresent()) {
      return Decision.refuse(new HostCordoned(host.name(), host.cordoned().get()));
    }
    Optional<PortConflict> conflict = StaticPorts.conflict(view, host, job, reserved, Set.of());
    if (conflict.isPresent()) {
      return Decision.refuse(conflict.get());
    }
    Deployment deployment =
        new Deployment(
            job.id(),
            request.goal(),
            request.user(),
            null,
            null,
            Generation.next(view, host, job.id(), now));
    return Decision.change(
        changes(host, job, deployment, reserved, true),
        Proof.holds(node, Stored.bytes(deployment)));
  }

  /**
   * What puts the deployment on a host that has none of that job.
   *
   * @param unlessCordoned whether the host must not be cordoned then
   */
  static Changes changes(
      HostView host,
      Job job,
      Deployment deployment,
      Map<TreePath, Node> reserved,
      boolean unlessCordoned) {
    Versioned<String> id = host.id();
    Changes guard =
        Changes.NONE.check(
            Paths.hostId(host.name()), id == null ? Changes.ANY_VERSION : id.version());
    return (unlessCordoned ? guard.requireAbsent(Paths.hostCordon(host.name())) : guard)
        .create(Paths.jobHost(job.id(), host.name()))
        .create(Paths.deployment(host.name(), job.id()), Stored.bytes(deployment))
        .and(StaticPorts.reserve(host.name(), job, reserved))
        .and(overruling(host, job.id()));
  }

  /**
   * The deployment's higher generation overrules an order that still stands. The order gets a new
   * version and is not deleted: an agent's last step for it must fail, now and after the next
   * order.
   */
  private static Changes overruling(HostView host, JobId job) {
    TreePath node = Paths.undeploy(host.name(), job);
    Versioned<UndeployOrder> order = host.orders().get(job);
    if (order != null) {
      return Changes.NONE.set(node, Stored.bytes(order.value()), order.version());
    }
    // One that nobody can read tells the agent nothing.
    return host.unreadable().contains(node) ? Changes.NONE.delete(node) : Changes.NONE;
  }
}
