package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.deployment.GroupDeployments;
import io.helios.master.view.GroupView;
import io.helios.master.view.JobView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the rollout of one group on, one batch of moves at a time. */
final class Drive {
  private static final Logger log = LoggerFactory.getLogger(Drive.class);
  private static final Duration VIEW_LIMIT = Duration.ofSeconds(5);

  /** Moves in a batch; fewer where they make a transaction too large. */
  private static final int MOST_MOVES = 200;

  private static final long LARGEST_BATCH = 500_000;
  private static final int STATES_IN_ERRORS = 10;

  private final String name;
  private final Lane.Means means;
  private final String id;
  private @Nullable Held held;
  private volatile Set<HostName> moving = Set.of();

  /**
   * How a look ended.
   *
   * @param idle whether nothing was to be done
   * @param wakeAt when to look again even if nothing happens; null for never
   */
  record Result(boolean idle, @Nullable Instant wakeAt) {}

  Drive(String name, Lane.Means means) {
    this.name = name;
    this.means = means;
    this.id = means.master() + "/" + UUID.randomUUID();
  }

  void forget() {
    held = null;
    moving = Set.of();
  }

  boolean moves(HostName host) {
    return moving.contains(host);
  }

  Result next(GroupView group, Versioned<StoredRollout> rollout) throws Contended, TreeUnavailable {
    Held now = held(rollout.value());
    Instant instant = means.clock().instant();
    Plan plan =
        RolloutPlanner.next(look(group, rollout.value(), now, Map.of(), Map.of(), 1, instant));
    if (plan.isEmpty()) {
      return new Result(true, plan.wakeAt());
    }
    Attempt attempt = new Attempt(rollout.value().order().id());
    means.commits().<RolloutRefusal>runOrGiveUp(attempt::decide);
    attempt.made();
    return new Result(false, null);
  }

  private Held held(StoredRollout rollout) throws TreeUnavailable {
    Held known = held;
    boolean own = rollout.progress().batch() == 0 || id.equals(rollout.progress().driver());
    if (known == null || !known.isOf(rollout) || !own) {
      String rolloutId = rollout.order().id();
      known = new Held(rollout, means.nodes().hosts(rolloutId), means.nodes().events(rolloutId));
      log.info("carrying on rollout {} of group {} to {}", rolloutId, name, rollout.order().job());
      held = known;
      note(known.records());
    }
    return known;
  }

  private Situation look(
      GroupView group,
      StoredRollout rollout,
      Held now,
      Map<TreePath, Node> reserved,
      Map<HostName, List<State>> histories,
      int limit,
      Instant instant) {
    return RolloutLook.at(
        means.view(), group, rollout, now.records(), reserved, histories, limit, instant);
  }

  private void note(Map<HostName, HostProgress> records) {
    moving =
        records.entrySet().stream()
            .filter(entry -> Records.isInFlight(entry.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** One batch, worked out again after each conflict. */
  private final class Attempt {
    private final String rolloutId;
    private @Nullable Batch batch;
    private @Nullable Held basis;

    Attempt(String rolloutId) {
      this.rolloutId = rolloutId;
    }

    Decision<RolloutRefusal> decide() throws TreeUnavailable {
      batch = null;
      GroupView group = means.view().group(name).orElse(null);
      Versioned<StoredRollout> rollout =
          group == null ? null : StartOperation.underWay(group, means.view()).orElse(null);
      if (group == null || rollout == null || !rollout.value().order().id().equals(rolloutId)) {
        return Decision.fulfilled();
      }
      Held now = held(rollout.value());
      Batch made = largest(group, rollout, now);
      if (made == null) {
        return Decision.fulfilled();
      }
      batch = made;
      basis = now;
      return Decision.change(made.changes(), Proof.holds(Paths.rollout(rolloutId), made.header()));
    }

    private @Nullable Batch largest(GroupView group, Versioned<StoredRollout> rollout, Held now)
        throws TreeUnavailable {
      for (int limit = MOST_MOVES; ; limit = limit / 4) {
        Batch made = batch(group, rollout, now, Math.max(1, limit));
        if (made == null || made.changes().size() <= LARGEST_BATCH || limit <= 1) {
          return made;
        }
      }
    }

    private @Nullable Batch batch(
        GroupView group, Versioned<StoredRollout> rollout, Held now, int limit)
        throws TreeUnavailable {
      Map<TreePath, Node> reserved = new HashMap<>();
      Map<HostName, List<State>> histories = new HashMap<>();
      // One for all of the batch: what comes of a host is not told after what comes of that.
      Instant instant = means.clock().instant();
      Plan plan =
          RolloutPlanner.next(
              look(group, rollout.value(), now, reserved, histories, limit, instant));
      boolean more = readPorts(plan, reserved);
      more |= readHistories(rollout.value(), plan, histories);
      if (more) {
        plan =
            RolloutPlanner.next(
                look(group, rollout.value(), now, reserved, histories, limit, instant));
      }
      if (plan.isEmpty()) {
        return null;
      }
      return Batch.of(
          plan,
          new Batch.Basis(
              means.view(), group, rollout, now, reserved, means.master(), id, instant));
    }

    /** Reservations of static ports are not in the view. */
    private boolean readPorts(Plan plan, Map<TreePath, Node> reserved) throws TreeUnavailable {
      List<TreePath> paths = new ArrayList<>();
      for (Move move : plan.moves()) {
        for (Act act : move.acts()) {
          if (act instanceof Act.Deploy deploy) {
            means
                .view()
                .job(deploy.job())
                .map(JobView::job)
                .ifPresent(job -> paths.addAll(ports(move.host(), job)));
          }
        }
      }
      if (paths.isEmpty()) {
        return false;
      }
      reserved.putAll(means.nodes().existing(paths));
      if (!reserved.isEmpty()) {
        catchUp();
      }
      return !reserved.isEmpty();
    }

    private boolean readHistories(
        StoredRollout rollout, Plan plan, Map<HostName, List<State>> histories)
        throws TreeUnavailable {
      List<HostName> failed =
          plan.moves().stream()
              .filter(move -> Problem.wantsStates(move.after()))
              .map(Move::host)
              .toList();
      JobId job = Situation.jobOf(rollout.order(), rollout.progress());
      if (failed.isEmpty() || job == null) {
        return false;
      }
      histories.putAll(means.nodes().histories(job, failed, STATES_IN_ERRORS));
      return true;
    }

    /** The batch is in the tree, if there was one. */
    void made() {
      Batch done = batch;
      Held on = basis;
      if (done == null || on == null) {
        return;
      }
      on.made(done.hosts(), done.events(), done.after().progress().batch());
      note(on.records());
      means.view().group(name).ifPresent(group -> means.published().made(group, done));
    }
  }

  private static List<TreePath> ports(HostName host, Job job) {
    return GroupDeployments.portNodes(host, job);
  }

  private void catchUp() throws TreeUnavailable {
    try {
      if (!means.live().awaitTold(means.tree().sync(), VIEW_LIMIT)) {
        throw new TreeUnavailable("the view does not keep up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable("interrupted", e);
    }
  }
}
