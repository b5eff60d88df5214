package io.helios.master.rollout;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Outcome;
import io.helios.master.commit.Unavailable;
import io.helios.master.rollout.RolloutRefusal.NoSuchGroup;
import io.helios.master.rollout.RolloutRefusal.NoSuchJob;
import io.helios.master.rollout.RolloutRefusal.NoSuchRollout;
import io.helios.master.rollout.RolloutRefusal.NotNow;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.master.view.Versioned;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RollingUpdateRequest;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutPlan;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutSummary;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be asked about rollouts and done with them. */
public final class Rollouts {
  private final LiveView live;
  private final Commits commits;
  private final RolloutNodes nodes;
  private final Published published;
  private final Clock clock;

  public Rollouts(Tree tree, LiveView live, Commits commits, RolloutEvents events, Clock clock) {
    this.live = live;
    this.commits = commits;
    this.nodes = new RolloutNodes(tree);
    this.published = new Published(events, clock);
    this.clock = clock;
  }

  /**
   * What became of a request to start a rollout.
   *
   * @param rolloutId of what was started, if it was
   */
  public record Started(Outcome<RolloutRefusal> outcome, String rolloutId) {}

  // Asking

  /** The newest rollouts of a group, newest first; empty when there is no such group. */
  public Optional<List<RolloutSummary>> ofGroup(String group, int limit) {
    return view()
        .group(group)
        .map(
            it ->
                it.standing() == null
                    ? List.<RolloutSummary>of()
                    : it.standing().value().rollouts().stream()
                        .limit(limit)
                        .flatMap(id -> view().rollout(id).stream())
                        .map(rollout -> RolloutReport.summary(rollout.value()))
                        .toList());
  }

  /**
   * A rollout with its hosts and events.
   *
   * @throws Unavailable when the tree is away
   */
  Optional<Rollout> find(String id) {
    StoredRollout rollout = view().rollout(id).map(Versioned::value).orElse(null);
    if (rollout == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          RolloutReport.whole(view(), rollout, records(id), nodes.events(id).values()));
    } catch (TreeUnavailable e) {
      throw new Unavailable("the rollout cannot be read: " + e.getMessage(), e);
    }
  }

  private List<HostProgress> records(String id) throws TreeUnavailable {
    return nodes.hosts(id).values().stream().flatMap(List::stream).toList();
  }

  // Starting

  /** For a rollout that is to be started. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /**
   * Starts a rollout.
   *
   * @param id a {@link #newId}
   * @param plan fingerprint of what was planned; null where any plan will do
   */
  public Started start(
      String id,
      String group,
      RollingUpdateRequest request,
      @Nullable String plan,
      @Nullable String user) {
    return start(
        new StartOperation.Request(
            id,
            group,
            request.job(),
            request.rolloutOptions(),
            RolloutReason.MANUAL,
            user,
            null,
            List.of()),
        plan);
  }

  private Started start(StartOperation.Request request, @Nullable String plan) {
    Outcome<RolloutRefusal> outcome =
        commits.run(
            () -> {
              Decision<RolloutRefusal> decision =
                  StartOperation.decide(request, view(), clock.instant());
              return plan != null
                      && decision instanceof Decision.Change
                      && !plan.equals(fingerprint(request))
                  ? Decision.refuse(
                      new NotNow(
                          "This is not what was planned: the facts have changed since, or job or options"
                              + " are others than with --dry-run; plan again"))
                  : decision;
            });
    if (outcome.refusal().isEmpty()) {
      view().group(request.group()).ifPresent(group -> published.started(group, request.reason()));
    }
    return new Started(outcome, request.id());
  }

  private String fingerprint(StartOperation.Request request) {
    GroupView group = view().group(request.group()).orElseThrow();
    return preview(group, request.job(), request.options()).fingerprint();
  }

  /** What a rollout would do now. */
  public Planned plan(String group, RollingUpdateRequest request) {
    GroupView found = view().group(group).orElse(null);
    if (found == null) {
      return new Planned(null, Optional.of(new NoSuchGroup(group)));
    } else if (view().job(request.job()).isEmpty()) {
      return new Planned(null, Optional.of(new NoSuchJob(request.job())));
    }
    return new Planned(preview(found, request.job(), request.rolloutOptions()), Optional.empty());
  }

  /** Either a plan or a refusal. */
  public record Planned(@Nullable RolloutPlan plan, Optional<RolloutRefusal> refusal) {}

  private RolloutPlan preview(GroupView group, JobId id, @Nullable RolloutOptions asked) {
    Job job = view().job(id).map(JobView::job).orElseThrow();
    return Preview.of(
        view(), group, id, ResolvedOptions.resolve(asked, job.rolloutOptions()), clock.instant());
  }

  /**
   * Back to the job of an earlier rollout.
   *
   * @param to that rollout; null for the job before the current one
   */
  public Started rollback(String id, String group, @Nullable String to, @Nullable String user) {
    Outcome<RolloutRefusal> outcome =
        commits.run(() -> RollbackOperation.decide(id, group, to, user, view(), clock.instant()));
    if (outcome.refusal().isEmpty()) {
      view().group(group).ifPresent(it -> published.started(it, RolloutReason.ROLLBACK));
    }
    return new Started(outcome, id);
  }

  /** Once more, over the hosts on which it failed. */
  Started retry(String id, String rolloutId, @Nullable String user) {
    Outcome<RolloutRefusal> outcome =
        commits.run(() -> retrying(id, rolloutId, user, clock.instant()));
    if (outcome.refusal().isEmpty()) {
      view()
          .rollout(id)
          .map(it -> it.value().order().group())
          .flatMap(view()::group)
          .ifPresent(it -> published.started(it, RolloutReason.RETRY));
    }
    return new Started(outcome, id);
  }

  private Decision<RolloutRefusal> retrying(
      String id, String rolloutId, @Nullable String user, Instant now) throws TreeUnavailable {
    StoredRollout old = view().rollout(rolloutId).map(Versioned::value).orElse(null);
    if (old == null) {
      return Decision.refuse(new NoSuchRollout(rolloutId));
    }
    RolloutOrder order = old.order();
    if (!old.progress().state().ended()) {
      return Decision.refuse(new NotNow("The rollout has not ended yet"));
    }
    GroupView group = view().group(order.group()).orElse(null);
    if (group == null || !isCurrent(group, rolloutId)) {
      return Decision.refuse(new NotNow("The group has had another rollout since"));
    }
    List<HostName> failed = new ArrayList<>();
    for (HostProgress record : records(rolloutId)) {
      if (record.state() == HostOutcome.State.FAILED || Records.isInFlight(record)) {
        failed.add(new HostName(record.host()));
      }
    }
    if (failed.isEmpty()) {
      return Decision.refuse(new NotNow("No host failed in the rollout"));
    }
    return StartOperation.decide(
        new StartOperation.Request(
            id,
            order.group(),
            order.job(),
            order.options(),
            RolloutReason.RETRY,
            user,
            null,
            failed),
        view(),
        now);
  }

  private static boolean isCurrent(GroupView group, String id) {
    return Optional.ofNullable(group.standing())
        .map(Versioned::value)
        .flatMap(GroupStanding::current)
        .equals(Optional.of(id));
  }

  // Turning

  Outcome<RolloutRefusal> turn(TurnOperation.Request request) {
    return commits.run(() -> TurnOperation.decide(request, view(), clock.instant()));
  }

  /** Stops what the group does. */
  public Outcome<RolloutRefusal> stopGroup(String group) {
    return commits.run(() -> StopGroupOperation.decide(group, view(), clock.instant()));
  }

  private ClusterView view() {
    return live.view();
  }
}
