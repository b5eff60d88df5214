package io.helios.master.rollout;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.deployment.Generation;
import io.helios.master.deployment.GroupDeployments;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads off the view what a rollout needs to know of hosts.
 *
 * @param job what is brought to the hosts; null when the group's jobs only have to go
 * @param token that the rollout was given for jobs that have one
 */
record Facts(ClusterView view, String group, @Nullable JobId job, String token, Instant now) {

  HostFacts of(HostName name) {
    return of(name, Map.of());
  }

  /**
   * The facts of one host.
   *
   * @param reserved nodes of the job's static ports that exist, as far as known
   */
  HostFacts of(HostName name, Map<TreePath, Node> reserved) {
    HostView host = view.registeredHost(name).orElse(null);
    if (host == null) {
      return new HostFacts(
          name, false, false, null, null, null, List.of(), Set.of(), false, false, 0, null);
    }
    List<JobId> others = others(host);
    StoredStatus status = job == null ? null : host.statuses().get(job);
    Set<JobId> present = new HashSet<>(host.statuses().keySet());
    present.addAll(host.orders().keySet());
    return new HostFacts(
        name,
        view.groupsOf(name).contains(group),
        host.up(),
        host.cordoned().map(it -> it.describe()).orElse(null),
        placed(host),
        status == null ? null : status.report(),
        others,
        present,
        isServed(host),
        portsClash(others),
        job == null ? 0 : Generation.next(view, host, job, now),
        obstacle(host, others, reserved));
  }

  private List<JobId> others(HostView host) {
    List<JobId> others = new ArrayList<>();
    host.deployments()
        .forEach(
            (id, deployment) -> {
              if (isOwned(deployment) && !id.equals(job)) {
                others.add(id);
              }
            });
    return others;
  }

  private HostFacts.@Nullable Placed placed(HostView host) {
    Versioned<Deployment> deployment = job == null ? null : host.deployments().get(job);
    if (deployment == null || deployment.value().goal() == null) {
      return null;
    }
    Long generation = deployment.value().generation();
    return new HostFacts.Placed(
        generation == null ? 0 : generation, deployment.value().goal(), isOwned(deployment));
  }

  private boolean isServed(HostView host) {
    return host.up()
        && host.deployments().entrySet().stream()
            .anyMatch(
                entry -> {
                  StoredStatus status = host.statuses().get(entry.getKey());
                  return isOwned(entry.getValue())
                      && status != null
                      && HostFacts.isRunning(status.report());
                });
  }

  private boolean portsClash(List<JobId> others) {
    Optional<Job> mine = definition(job);
    return mine.isPresent()
        && others.stream()
            .anyMatch(
                other ->
                    definition(other)
                        .filter(it -> GroupDeployments.clash(mine.get(), it))
                        .isPresent());
  }

  /** Why the job can't be brought there, or the others can't be taken away. */
  private @Nullable Problem obstacle(
      HostView host, List<JobId> others, Map<TreePath, Node> reserved) {
    List<JobId> all = new ArrayList<>(others);
    if (job != null) {
      Optional<Job> mine = definition(job);
      if (mine.isEmpty()) {
        return Problem.noSuchJob(job);
      }
      all.add(0, job);
    }
    for (JobId each : all) {
      if (definition(each).filter(it -> !it.token().equals(token)).isPresent()) {
        return Problem.wrongToken(each);
      }
    }
    if (job == null || host.deployments().containsKey(job)) {
      return null;
    }
    if (host.unreadable().contains(Paths.deployment(host.name(), job))) {
      return Problem.alreadyDeployed();
    }
    return definition(job)
        .flatMap(it -> GroupDeployments.conflict(view, host, it, reserved, new HashSet<>(others)))
        .map(
            it -> Problem.portTaken(it.port().replaceAll("/.*", ""), job, it.holder(), host.name()))
        .orElse(null);
  }

  private boolean isOwned(Versioned<Deployment> deployment) {
    return group.equals(deployment.value().deploymentGroupName());
  }

  private Optional<Job> definition(@Nullable JobId id) {
    return id == null ? Optional.empty() : view.job(id).map(JobView::job);
  }
}
