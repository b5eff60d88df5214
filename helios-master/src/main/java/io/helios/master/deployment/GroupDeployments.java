package io.helios.master.deployment;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.deployment.DeploymentRefusal.PortConflict;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
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

/** The changes on hosts that a group makes, which then owns what it deployed. */
public final class GroupDeployments {
  private GroupDeployments() {}

  /**
   * In whose name it is done.
   *
   * @param user who asked for it, self-declared; null for nobody
   */
  public record Owner(String group, String master, @Nullable String user) {}

  /** Nodes that {@link #deploy} and {@link #conflict} need to know. */
  public static List<TreePath> portNodes(HostName host, Job job) {
    return StaticPorts.nodes(host, job);
  }

  /** Whether both jobs bind the same port of a host, so that they can't run side by side. */
  public static boolean clash(Job one, Job other) {
    return StaticPorts.clash(one, other);
  }

  /**
   * Who stands in the job's way.
   *
   * @param reserved those {@link #portNodes} that exist, as far as known
   * @param going jobs that give their ports up before
   */
  public static Optional<PortConflict> conflict(
      ClusterView view, HostView host, Job job, Map<TreePath, Node> reserved, Set<JobId> going) {
    return StaticPorts.conflict(view, host, job, reserved, going);
  }

  /**
   * Deploys a job that the host does not have.
   *
   * @param reserved those {@link #portNodes} that exist
   */
  public static Changes deploy(
      HostView host, Job job, long generation, Owner owner, Map<TreePath, Node> reserved) {
    Deployment deployment =
        new Deployment(job.id(), Goal.START, null, owner.master(), owner.group(), generation);
    // What was begun before the host was cordoned is finished.
    return DeployOperation.changes(host, job, deployment, reserved, host.cordoned().isEmpty());
  }

  /** Makes a deployment that is there the owner's, to run, of that generation. */
  public static Changes take(
      HostView host, Versioned<Deployment> deployment, JobId job, long generation, Owner owner) {
    Deployment old = deployment.value();
    Deployment taken =
        new Deployment(
            job, Goal.START, old.deployerUser(), owner.master(), owner.group(), generation);
    return Changes.NONE.set(
        Paths.deployment(host.name(), job), Stored.bytes(taken), deployment.version());
  }

  /** Orders a job away; nothing when the host does not have it. */
  public static Changes undeploy(
      ClusterView view, HostView host, JobId job, Owner owner, Instant now) {
    String token = view.job(job).map(JobView::job).map(Job::token).orElse("");
    Decision<DeploymentRefusal> decision =
        UndeployOperation.decide(
            new UndeployOperation.Request(host.name().value(), job, token, owner.user()),
            view,
            now);
    return decision instanceof Decision.Change<DeploymentRefusal> change
        ? change.changes()
        : Changes.NONE;
  }
}
