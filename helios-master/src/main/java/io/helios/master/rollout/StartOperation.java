package io.helios.master.rollout;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.HostChunk;
import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.rollout.RolloutRefusal.NoSuchGroup;
import io.helios.master.rollout.RolloutRefusal.NoSuchJob;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.JobView;
import io.helios.master.view.Versioned;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Starts a rollout; one that is under way in the group is stopped by it. */
final class StartOperation {
  private StartOperation() {}

  /**
   * What is asked.
   *
   * @param id of the rollout, new
   * @param options null leaves all to the job and the defaults
   * @param user who asks, self-declared
   * @param rollbackOf the rollout that is taken back; null for none
   * @param only the hosts that it is about; empty for all of the group
   */
  record Request(
      String id,
      String group,
      JobId job,
      @Nullable RolloutOptions options,
      RolloutReason reason,
      @Nullable String user,
      @Nullable String rollbackOf,
      List<HostName> only) {
    Request {
      only = List.copyOf(only);
    }
  }

  static Decision<RolloutRefusal> decide(Request request, ClusterView view, Instant now) {
    return view.group(request.group())
        .map(group -> decide(request, group, view, now))
        .orElseGet(() -> Decision.refuse(new NoSuchGroup(request.group())));
  }

  /**
   * As the other, for those who have looked at the group and mean it as it was then.
   *
   * @param group of which nothing may have changed when the rollout is started
   */
  static Decision<RolloutRefusal> decide(
      Request request, GroupView group, ClusterView view, Instant now) {
    if (group.config() == null || group.standing() == null) {
      return Decision.refuse(new NoSuchGroup(request.group()));
    }
    Job job = view.job(request.job()).map(JobView::job).orElse(null);
    if (job == null) {
      return Decision.refuse(new NoSuchJob(request.job()));
    }
    DeploymentGroup config = group.config().value();
    RolloutOptions options =
        ResolvedOptions.resolve(request.options(), job.rolloutOptions()).toWire();
    RolloutOrder order =
        new RolloutOrder(
            request.id(),
            group.name(),
            request.reason(),
            request.user(),
            config.jobId(),
            job.id(),
            options,
            now.toEpochMilli(),
            request.rollbackOf(),
            scope(request),
            HostChunk.chunksFor(view.members(group.name()).size()));
    byte[] rollout = Stored.bytes(new StoredRollout(order, begun(request, now)));
    Changes changes =
        Changes.NONE
            .checkExists(Paths.job(job.id()))
            .set(
                Paths.group(group.name()),
                Stored.bytes(
                    new DeploymentGroup(
                        group.name(),
                        config.hostSelectors(),
                        job.id(),
                        options,
                        request.reason().forPublishedClients())),
                group.config().version())
            .set(
                Paths.groupStanding(group.name()),
                Stored.bytes(group.standing().value().with(request.id())),
                group.standing().version())
            .create(Paths.rollout(request.id()), rollout)
            .create(Paths.rolloutHosts(request.id()))
            .create(Paths.rolloutEvents(request.id()))
            .and(listed(request, order))
            .and(replacing(group, view, request.id(), now));
    return Decision.change(
        changes,
        Proof.holds(
            Paths.groupStanding(group.name()),
            Stored.bytes(group.standing().value().with(request.id()))));
  }

  private static RolloutOrder.Scope scope(Request request) {
    return switch (request.reason()) {
      case MANUAL, ROLLBACK -> RolloutOrder.Scope.ALL;
      case HOSTS_CHANGED -> RolloutOrder.Scope.OWED;
      case RETRY -> RolloutOrder.Scope.LISTED;
    };
  }

  private static RolloutProgress begun(Request request, Instant now) {
    String by = request.user() == null ? "" : " by " + request.user();
    String why =
        switch (request.reason()) {
          case MANUAL -> "started" + by;
          case HOSTS_CHANGED -> "started because hosts joined, left or came back";
          case ROLLBACK -> "started" + by + " to go back to " + request.job();
          case RETRY -> "started" + by + " for the hosts that failed";
        };
    // What was tried before is not tried on canaries.
    return RolloutProgress.begun(
        request.reason() != RolloutReason.MANUAL,
        new RolloutEvent(now.toEpochMilli(), "STARTED", null, why));
  }

  private static Changes listed(Request request, RolloutOrder order) {
    Map<Integer, List<HostProgress>> chunks = new TreeMap<>();
    for (HostName host : request.only()) {
      chunks
          .computeIfAbsent(HostChunk.of(host, order.chunks()), it -> new ArrayList<>())
          .add(HostProgress.todo(host.value()));
    }
    Changes changes = Changes.NONE;
    for (Map.Entry<Integer, List<HostProgress>> chunk : chunks.entrySet()) {
      changes =
          changes.create(
              Paths.rolloutHosts(order.id(), chunk.getKey()),
              Stored.bytes(new HostChunk(chunk.getValue())));
    }
    return changes;
  }

  /** Ends what is under way in the group. */
  private static Changes replacing(GroupView group, ClusterView view, String by, Instant now) {
    String why = "replaced by rollout " + by;
    return underWay(group, view).map(old -> ending(old, why, null, now)).orElse(Changes.NONE);
  }

  /** The rollout of the group that has not ended. */
  static Optional<Versioned<StoredRollout>> underWay(GroupView group, ClusterView view) {
    return Optional.ofNullable(group.standing())
        .map(Versioned::value)
        .flatMap(GroupStanding::current)
        .flatMap(view::rollout)
        .filter(it -> !it.value().progress().state().ended());
  }

  /**
   * Ends a rollout where it is.
   *
   * @param unreached fingerprint of the hosts that are owed the job then; null where it plays no
   *     role
   */
  static Changes ending(
      Versioned<StoredRollout> rollout, String why, @Nullable Long unreached, Instant now) {
    StoredRollout old = rollout.value();
    RolloutProgress ended =
        old.progress()
            .failing(why)
            .turned(
                RolloutState.STOPPED, new RolloutEvent(now.toEpochMilli(), "STOPPED", null, why))
            .leaving(unreached)
            .ended(now.toEpochMilli());
    return Changes.NONE.set(
        Paths.rollout(old.order().id()), Stored.bytes(old.with(ended)), rollout.version());
  }
}
