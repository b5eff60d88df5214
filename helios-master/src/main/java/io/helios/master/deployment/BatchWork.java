package io.helios.master.deployment;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Outcome;
import io.helios.master.view.LiveView;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch can do with a job on each of its hosts. */
public final class BatchWork {
  private final LiveView live;
  private final Deployments deployments;
  private final Clock clock;

  public BatchWork(LiveView live, Deployments deployments, Clock clock) {
    this.live = live;
    this.deployments = deployments;
    this.clock = clock;
  }

  /**
   * @param user who asks, self-declared
   */
  Batches.Work deploy(JobId job, Goal goal, String token, @Nullable String user) {
    return new Batches.Work() {
      @Override
      public List<TreePath> nodes(String host) {
        return DeployOperation.portNodes(request(host), live.view());
      }

      @Override
      public Outcome<DeploymentRefusal> alone(String host) {
        return deployments.deploy(request(host));
      }

      @Override
      public Decision<DeploymentRefusal> decide(String host, Map<TreePath, Node> nodes) {
        return DeployOperation.decide(request(host), live.view(), nodes, clock.instant());
      }

      @Override
      public String status(DeploymentRefusal refusal) {
        return refusal.kind() == DeploymentRefusal.Kind.HOST_CORDONED
            ? refusal.kind().name()
            : DeploymentStatuses.deploy(refusal).name();
      }

      private DeployOperation.Request request(String host) {
        return new DeployOperation.Request(host, job, goal, token, user);
      }
    };
  }

  Batches.Work setGoal(JobId job, Goal goal, String token) {
    return new Batches.Simple(
        host -> deployments.setGoal(new SetGoalOperation.Request(host, job, goal, token)),
        host ->
            SetGoalOperation.decide(
                new SetGoalOperation.Request(host, job, goal, token), live.view(), clock.instant()),
        refusal -> DeploymentStatuses.setGoal(refusal).name());
  }

  Batches.Work undeploy(JobId job, String token, @Nullable String user) {
    return new Batches.Simple(
        host -> deployments.undeploy(new UndeployOperation.Request(host, job, token, user)),
        host ->
            UndeployOperation.decide(
                new UndeployOperation.Request(host, job, token, user),
                live.view(),
                clock.instant()),
        refusal -> DeploymentStatuses.undeploy(refusal).name());
  }
}
