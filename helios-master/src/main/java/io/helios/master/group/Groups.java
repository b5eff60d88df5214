package io.helios.master.group;

import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.layout.StoredStatus;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Outcome;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.HostView;
import io.helios.master.view.LiveView;
import io.helios.master.view.Versioned;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.DeploymentGroupStatus;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.group.MatchedHost;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.host.HostSelector;
import io.helios.model.host.HostStatus;
import io.helios.model.host.NaturalOrder;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be asked about groups and done with them. */
public final class Groups {
  private static final String STOPPED = "Stopped by user";

  private final LiveView live;
  private final Commits commits;
  private final Clock clock;

  public Groups(LiveView live, Commits commits, Clock clock) {
    this.live = live;
    this.commits = commits;
    this.clock = clock;
  }

  /** Names of all groups, sorted. */
  List<String> names() {
    return view().groups().stream().map(GroupView::name).sorted().toList();
  }

  Optional<DeploymentGroup> find(String name) {
    return view().group(name).map(GroupView::config).map(Versioned::value);
  }

  Outcome<GroupRefusal> create(DeploymentGroup group) {
    return commits.run(() -> CreateGroupOperation.decide(group, view()));
  }

  Outcome<GroupRefusal> edit(String name, List<HostSelector> selectors) {
    return commits.run(() -> EditGroupOperation.decide(name, selectors, view()));
  }

  Outcome<GroupRefusal> remove(String name) {
    return commits.run(() -> RemoveGroupOperation.decide(name, view(), clock.instant()));
  }

  /** The group's hosts in natural order; empty when there is no such group. */
  Optional<List<MatchedHost>> hosts(String name) {
    return view()
        .group(name)
        .map(
            group ->
                view().members(name).stream()
                    .flatMap(host -> view().registeredHost(host).stream())
                    .map(Groups::matched)
                    .toList());
  }

  /** Hosts that these selectors would choose, in natural order. */
  List<MatchedHost> hosts(List<HostSelector> selectors) {
    return view().registeredHosts().stream()
        .filter(host -> HostSelector.allMatch(selectors, host.labels()))
        .sorted(Comparator.comparing(host -> host.name().value(), new NaturalOrder()))
        .map(Groups::matched)
        .toList();
  }

  private static MatchedHost matched(HostView host) {
    return new MatchedHost(
        host.name().value(),
        host.up() ? HostStatus.Status.UP : HostStatus.Status.DOWN,
        host.labels(),
        true);
  }

  Optional<DeploymentGroupStatusResponse> status(String name) {
    return view()
        .group(name)
        .flatMap(group -> Optional.ofNullable(group.config()).map(it -> status(group, it.value())));
  }

  private DeploymentGroupStatusResponse status(GroupView group, DeploymentGroup config) {
    StoredRollout rollout =
        group.currentRollout().flatMap(view()::rollout).map(Versioned::value).orElse(null);
    boolean stopped = group.standing() != null && group.standing().value().stop() != null;
    if (rollout == null) {
      return new DeploymentGroupStatusResponse(
          config,
          stopped
              ? DeploymentGroupStatusResponse.Status.FAILED
              : DeploymentGroupStatusResponse.Status.IDLE,
          stopped ? STOPPED : "",
          hostStatuses(group.name()),
          stopped ? new DeploymentGroupStatus(DeploymentGroupStatus.State.FAILED, STOPPED) : null,
          null,
          null,
          null);
    }
    RolloutState state = rollout.progress().state();
    DeploymentGroupStatus.State told =
        stopped ? DeploymentGroupStatus.State.FAILED : state.forPublishedClients();
    String error = stopped ? STOPPED : error(rollout);
    return new DeploymentGroupStatusResponse(
        config,
        switch (told) {
          case ROLLING_OUT -> DeploymentGroupStatusResponse.Status.ROLLING_OUT;
          case FAILED -> DeploymentGroupStatusResponse.Status.FAILED;
          case DONE -> DeploymentGroupStatusResponse.Status.ACTIVE;
        },
        error,
        hostStatuses(group.name()),
        new DeploymentGroupStatus(told, error),
        rollout.order().id(),
        state,
        rollout.progress().detail());
  }

  /** Only of what has failed; a rollout that is going back is not done yet. */
  private static @Nullable String error(StoredRollout rollout) {
    String error = rollout.progress().error();
    return rollout.progress().state() == RolloutState.ROLLED_BACK
        ? error + " (rolled back)"
        : error;
  }

  private List<DeploymentGroupStatusResponse.HostStatus> hostStatuses(String group) {
    List<DeploymentGroupStatusResponse.HostStatus> statuses = new ArrayList<>();
    for (HostName name : view().members(group)) {
      HostView host = view().registeredHost(name).filter(HostView::up).orElse(null);
      if (host != null) {
        JobId job = ownedJob(host, group);
        statuses.add(
            new DeploymentGroupStatusResponse.HostStatus(
                name.value(), job, job == null ? null : state(host, job)));
      }
    }
    return statuses;
  }

  /** The newest one, where an old one is still to go. */
  private static @Nullable JobId ownedJob(HostView host, String group) {
    JobId newest = null;
    long generation = Long.MIN_VALUE;
    for (Map.Entry<JobId, Versioned<Deployment>> entry : host.deployments().entrySet()) {
      Deployment deployment = entry.getValue().value();
      Long its = deployment.generation();
      if (group.equals(deployment.deploymentGroupName()) && (its == null ? 0 : its) > generation) {
        newest = entry.getKey();
        generation = its == null ? 0 : its;
      }
    }
    return newest;
  }

  private static @Nullable State state(HostView host, JobId job) {
    StoredStatus status = host.statuses().get(job);
    return status == null ? null : status.report().state();
  }

  private ClusterView view() {
    return live.view();
  }
}
