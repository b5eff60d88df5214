package io.helios.master.deployment;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.deployment.DeploymentRefusal.Forbidden;
import io.helios.master.deployment.DeploymentRefusal.HostNotFound;
import io.helios.master.deployment.DeploymentRefusal.NotDeployed;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a job off a host: the deployment reads as gone at once, an order tells the agent to stop
 * what it runs. What an agent reports without any deployment can be ordered away too.
 */
final class UndeployOperation {
  private UndeployOperation() {}

  /**
   * @param host need not be a legal name
   * @param user who asks, self-declared
   */
  record Request(String host, JobId job, String token, @Nullable String user) {}

  static Decision<DeploymentRefusal> decide(Request request, ClusterView view, Instant now) {
    HostView host = HostName.of(request.host()).flatMap(view::registeredHost).orElse(null);
    if (host == null) {
      return Decision.refuse(new HostNotFound(request.host()));
    }
    JobId id = request.job();
    if (!TreePath.isLegal(id.toString())) {
      return Decision.refuse(new NotDeployed(host.name(), id));
    }
    Versioned<Deployment> deployment = host.deployments().get(id);
    boolean unreadable = host.unreadable().contains(Paths.deployment(host.name(), id));
    boolean orphan = host.statuses().containsKey(id) && !host.isOrderedAway(id);
    if (deployment == null && !unreadable && !orphan) {
      return Decision.refuse(new NotDeployed(host.name(), id));
    }
    Optional<Job> job = definition(view, host, id);
    if (job.filter(it -> !it.token().equals(request.token())).isPresent()) {
      return Decision.refuse(new Forbidden(id));
    }
    byte[] order =
        Stored.bytes(
            new UndeployOrder(
                // Enough for the agent to find the containers where nothing else is known.
                job.orElseGet(() -> withoutContent(id)),
                Generation.next(view, host, id, now),
                request.user()));
    TreePath node = Paths.undeploy(host.name(), id);
    Changes changes = Changes.NONE.check(Paths.hostId(host.name()), Changes.ANY_VERSION);
    if (deployment != null || unreadable) {
      changes =
          changes
              .delete(
                  Paths.deployment(host.name(), id),
                  deployment == null ? Changes.ANY_VERSION : deployment.version())
              .delete(Paths.jobHost(id, host.name()));
    }
    Versioned<UndeployOrder> older = host.orders().get(id);
    if (older != null) {
      changes = changes.set(node, order, older.version());
    } else if (host.unreadable().contains(node)) {
      changes = changes.set(node, order, Changes.ANY_VERSION);
    } else {
      changes = changes.create(node, order);
    }
    return Decision.change(changes, Proof.holds(node, order));
  }

  private static Optional<Job> definition(ClusterView view, HostView host, JobId id) {
    return view.job(id)
        .map(JobView::job)
        .or(() -> Optional.ofNullable(host.statuses().get(id)).map(StoredStatus::job));
  }

  private static Job withoutContent(JobId id) {
    return Job.newBuilder(id.name(), String.valueOf(id.version())).setId(id).build();
  }
}
