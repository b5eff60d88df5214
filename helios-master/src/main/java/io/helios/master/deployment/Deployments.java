package io.helios.master.deployment;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Outcome;
import io.helios.master.view.ClusterView;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gathers the facts for the operations on deployments and has them carried out. */
public final class Deployments {
  private static final Duration VIEW_LIMIT = Duration.ofSeconds(5);

  private final Tree tree;
  private final LiveView live;
  private final Commits commits;
  private final Clock clock;

  public Deployments(Tree tree, LiveView live, Commits commits, Clock clock) {
    this.tree = tree;
    this.live = live;
    this.commits = commits;
    this.clock = clock;
  }

  /** The deployment, if the host has it. */
  Optional<Deployment> find(String host, JobId job) {
    return HostName.of(host)
        .flatMap(view()::registeredHost)
        .flatMap(it -> Optional.ofNullable(it.deployments().get(job)))
        .map(it -> it.value());
  }

  Outcome<DeploymentRefusal> deploy(DeployOperation.Request request) {
    return commits.run(
        () -> {
          Map<TreePath, Node> ports = existing(DeployOperation.portNodes(request, view()));
          return DeployOperation.decide(request, view(), ports, clock.instant());
        });
  }

  Outcome<DeploymentRefusal> setGoal(SetGoalOperation.Request request) {
    return commits.run(() -> SetGoalOperation.decide(request, view(), clock.instant()));
  }

  Outcome<DeploymentRefusal> undeploy(UndeployOperation.Request request) {
    return commits.run(() -> UndeployOperation.decide(request, view(), clock.instant()));
  }

  /**
   * Takes the job off the host, if it is there, with the job's own token.
   *
   * @param by who orders it
   */
  public void takeOff(HostName host, Job job, String by) {
    undeploy(new UndeployOperation.Request(host.value(), job.id(), job.token(), by));
  }

  /** The nodes that exist; afterwards the view is at least as new. */
  Map<TreePath, Node> existing(List<TreePath> paths) throws TreeUnavailable {
    Map<TreePath, Node> existing = new HashMap<>();
    if (paths.size() == 1) {
      tree.get(paths.get(0)).ifPresent(node -> existing.put(paths.get(0), node));
    } else if (!paths.isEmpty()) {
      read(paths).forEach((path, reading) -> existing.put(path, reading.node()));
    }
    if (!existing.isEmpty()) {
      catchUp();
    }
    return existing;
  }

  private Map<TreePath, Reading> read(List<TreePath> paths) throws TreeUnavailable {
    CompletableFuture<Map<TreePath, Reading>> result = new CompletableFuture<>();
    tree.read(paths, readings -> result.complete(readings.found()), result::completeExceptionally);
    try {
      return result.get(VIEW_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TreeUnavailable("ports cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable("interrupted", e);
    }
  }

  private void catchUp() throws TreeUnavailable {
    try {
      if (!live.awaitTold(tree.sync(), VIEW_LIMIT)) {
        throw new TreeUnavailable("the view does not keep up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable("interrupted", e);
    }
  }

  private ClusterView view() {
    return live.view();
  }
}
