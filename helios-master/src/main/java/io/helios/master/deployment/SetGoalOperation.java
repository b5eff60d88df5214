package io.helios.master.deployment;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.deployment.DeploymentRefusal.Forbidden;
import io.helios.master.deployment.DeploymentRefusal.HostNotFound;
import io.helios.master.deployment.DeploymentRefusal.JobNotFound;
import io.helios.master.deployment.DeploymentRefusal.NotDeployed;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.time.Instant;

/** Changes what a deployment is meant to become; who deployed it stays. */
final class SetGoalOperation {
  private SetGoalOperation() {}

  /**
   * @param host need not be a legal name
   */
  record Request(String host, JobId job, Goal goal, String token) {}

  static Decision<DeploymentRefusal> decide(Request request, ClusterView view, Instant now) {
    Job job = view.job(request.job()).map(it -> it.job()).orElse(null);
    if (job == null) {
      return Decision.refuse(new JobNotFound(request.job()));
    }
    if (!job.token().equals(request.token())) {
      return Decision.refuse(new Forbidden(job.id()));
    }
    HostView host = HostName.of(request.host()).flatMap(view::registeredHost).orElse(null);
    if (host == null) {
      return Decision.refuse(new HostNotFound(request.host()));
    }
    Versioned<Deployment> current = host.deployments().get(job.id());
    if (current == null) {
      return Decision.refuse(new NotDeployed(host.name(), job.id()));
    }
    Deployment old = current.value();
    if (request.goal() == old.goal()) {
      return Decision.fulfilled();
    }
    byte[] deployment =
        Stored.bytes(
            new Deployment(
                job.id(),
                request.goal(),
                old.deployerUser(),
                old.deployerMaster(),
                old.deploymentGroupName(),
                Generation.next(view, host, job.id(), now)));
    TreePath node = Paths.deployment(host.name(), job.id());
    return Decision.change(
        Changes.NONE.set(node, deployment, current.version()), Proof.holds(node, deployment));
  }
}
