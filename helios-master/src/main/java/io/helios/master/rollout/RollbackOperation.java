package io.helios.master.rollout;

import io.helios.coordination.layout.StoredRollout;
import io.helios.master.commit.Decision;
import io.helios.master.rollout.RolloutRefusal.NoSuchGroup;
import io.helios.master.rollout.RolloutRefusal.NoSuchRollout;
import io.helios.master.rollout.RolloutRefusal.NotNow;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a rollout to a job that the group ran before. */
final class RollbackOperation {
  private RollbackOperation() {}

  /**
   * Decides.
   *
   * @param id of the new rollout
   * @param to the rollout whose job is wanted; null for the job before the current one
   */
  static Decision<RolloutRefusal> decide(
      String id,
      String name,
      @Nullable String to,
      @Nullable String user,
      ClusterView view,
      Instant now) {
    GroupView group = view.group(name).orElse(null);
    if (group == null || group.config() == null || group.standing() == null) {
      return Decision.refuse(new NoSuchGroup(name));
    }
    List<StoredRollout> rollouts =
        group.standing().value().rollouts().stream()
            .flatMap(each -> view.rollout(each).stream())
            .map(Versioned::value)
            .toList();
    if (rollouts.isEmpty()) {
      return Decision.refuse(new NotNow("The group never had a rollout"));
    }
    JobId job;
    if (to == null) {
      Optional<JobId> before = jobBefore(rollouts, group.config().value().jobId());
      if (before.isEmpty()) {
        return Decision.refuse(new NotNow("The group had no other job before"));
      }
      job = before.get();
    } else {
      Optional<StoredRollout> target =
          rollouts.stream().filter(each -> each.order().id().equals(to)).findFirst();
      if (target.isEmpty()) {
        return Decision.refuse(new NoSuchRollout(to));
      }
      job = target.get().order().job();
    }
    if (view.job(job).isEmpty()) {
      return Decision.refuse(new NotNow("The job is gone: " + job));
    }
    StoredRollout current = rollouts.get(0);
    return StartOperation.decide(
        new StartOperation.Request(
            id,
            name,
            job,
            withoutCanary(current.order().options()),
            RolloutReason.ROLLBACK,
            user,
            current.order().id(),
            List.of()),
        view,
        now);
  }

  /** The newest one that is not the current job; a rollout that was rolled back left it. */
  private static Optional<JobId> jobBefore(List<StoredRollout> rollouts, @Nullable JobId current) {
    for (StoredRollout rollout : rollouts) {
      boolean ran = rollout.progress().state() != RolloutState.ROLLED_BACK;
      if (ran && !rollout.order().job().equals(current)) {
        return Optional.of(rollout.order().job());
      }
      JobId from = rollout.order().fromJob();
      if (from != null && !from.equals(current)) {
        return Optional.of(from);
      }
    }
    return Optional.empty();
  }

  private static RolloutOptions withoutCanary(RolloutOptions options) {
    return options.toBuilder().setCanary(null).build();
  }
}
