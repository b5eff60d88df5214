package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder.Scope;
import io.helios.master.rollout.Move.Settling;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout does with one host, looking at that host alone: how it begins, and how it goes on.
 * Nothing is said of a host that has to wait for something to happen.
 */
final class HostStep {
  private final Situation situation;
  private final @Nullable JobId job;
  private final boolean back;
  private final Instant now;
  private final Moves moves;
  private final Removal removal;

  HostStep(Situation situation) {
    this.situation = situation;
    this.job = situation.job();
    this.back = situation.progress().back();
    this.now = situation.now();
    this.moves = new Moves(situation);
    this.removal = new Removal(situation);
  }

  /** Whether the group's jobs only have to go from there. */
  boolean isRemoval(HostFacts host) {
    return job == null || !host.member();
  }

  // Beginning

  /** What can be said of a host without moving it; empty when it has to be moved. */
  Optional<Move> withoutMoving(HostFacts host, HostProgress record) {
    if (isRemoval(host)) {
      return removal.withoutMoving(host, record);
    }
    if (!host.up()) {
      return Optional.of(moves.waiting(host, record, Settling.OWED));
    }
    Optional<Move> there = alreadyThere(host, record);
    if (there.isPresent()) {
      return there;
    }
    if (isInPlace(host) && (host.obstacle() == null || changes(host).isEmpty())) {
      return Optional.empty(); // Nothing is deployed: it only has to stay healthy.
    }
    if (host.cordon() != null) {
      return Optional.of(moves.cordoned(host, record));
    }
    Problem obstacle = host.obstacle();
    if (obstacle == null
        && host.placed() != null
        && !host.placed().owned()
        && !situation.options().migrate()) {
      obstacle = Problem.alreadyDeployed();
    }
    return Optional.ofNullable(obstacle).map(problem -> moves.failed(host, record, problem));
  }

  /** The job runs there and is healthy: what else is to be changed takes nothing away. */
  private Optional<Move> alreadyThere(HostFacts host, HostProgress record) {
    if (!isInPlace(host) || isDoubtful(host)) {
      return Optional.empty();
    }
    List<Act> acts = changes(host);
    if (!acts.isEmpty() && host.obstacle() != null) {
      return Optional.of(moves.failed(host, record, host.obstacle()));
    }
    HostProgress known = acts.isEmpty() ? record : Records.touched(record);
    return Optional.of(moves.done(host, known, acts, "the job was there already"));
  }

  private boolean isInPlace(HostFacts host) {
    HostFacts.Placed placed = host.placed();
    return placed != null
        && placed.goal() == Goal.START
        && (placed.owned() || situation.options().migrate())
        && host.isHealthy();
  }

  /** What else is to be changed where the job is in place. */
  private List<Act> changes(HostFacts host) {
    HostFacts.Placed placed = Objects.requireNonNull(host.placed());
    List<Act> acts = new ArrayList<>();
    if (!placed.owned()) {
      acts.add(new Act.Take(Objects.requireNonNull(job), placed.generation()));
    }
    host.others().forEach(each -> acts.add(new Act.Undeploy(each)));
    return acts;
  }

  /**
   * Whether the host may be healthy just at this moment: it failed before, or its container was
   * started again since it was deployed. Then it has to stay healthy like one that is moved.
   */
  private boolean isDoubtful(HostFacts host) {
    return !situation.options().minHealthy().isZero()
        && (situation.order().scope() == Scope.LISTED || host.wasRestarted());
  }

  /** Begins to move a host of which nothing can be said {@linkplain #withoutMoving without}. */
  Move begin(HostFacts host, HostProgress record) {
    if (job == null || isRemoval(host)) {
      return removal.begin(host, record);
    }
    List<Act> acts = new ArrayList<>();
    boolean overlaps = situation.options().overlap() && !host.portsClash();
    boolean gap = false;
    if (!overlaps && !host.others().isEmpty()) {
      host.others().forEach(each -> acts.add(new Act.Undeploy(each)));
      gap = host.served() && !host.isHealthy();
    }
    List<JobId> clearing = host.portsClash() ? host.others() : List.of();
    Long generation = null;
    if (host.placed() != null) {
      generation = arrival(host, job, acts);
    } else if (clearing.isEmpty()) {
      acts.add(new Act.Deploy(job, host.nextGeneration()));
      generation = host.nextGeneration();
    }
    return move(
        host, acts, Records.moving(record, back, now, generation, gap, clearing, !acts.isEmpty()));
  }

  /** Has the deployment that is there run for the group; its generation then. */
  private static long arrival(HostFacts host, JobId job, List<Act> acts) {
    HostFacts.Placed placed = Objects.requireNonNull(host.placed());
    if (placed.isRight()) {
      return placed.generation();
    }
    boolean runs = placed.goal() == Goal.START;
    long generation = runs ? placed.generation() : host.nextGeneration();
    acts.add(new Act.Take(job, generation));
    return generation;
  }

  // Going on

  /** What to do with a host that is being moved; empty to wait. */
  Optional<Move> proceed(HostFacts host, HostProgress record) {
    if (job == null || isRemoval(host)) {
      return removal.proceed(host, record);
    }
    if (!host.up()) {
      return Optional.of(moves.waiting(host, record, Settling.OWED));
    }
    if (record.generation() == null) {
      return proceedClearing(host, record, job);
    }
    if (host.placed() == null) {
      return Optional.of(moves.failed(host, record, Problem.neverDeployed(job)));
    }
    if (!host.placed().owned()) {
      return Optional.of(moves.failed(host, record, Problem.alreadyDeployed()));
    }
    return host.isHealthy() ? verify(host, record) : await(host, record, job);
  }

  private Optional<Move> proceedClearing(HostFacts host, HostProgress record, JobId target) {
    if (host.stillHasAnyOf(record.clearing())) {
      return situation.isLate(record)
          ? Optional.of(moves.failed(host, record, Problem.notUndeployedInTime()))
          : Optional.empty();
    }
    if (host.obstacle() != null) {
      return Optional.of(moves.failed(host, record, host.obstacle()));
    }
    List<Act> acts = new ArrayList<>();
    long generation = host.nextGeneration();
    if (host.placed() == null) {
      acts.add(new Act.Deploy(target, generation));
    } else if (!host.placed().owned() && !situation.options().migrate()) {
      return Optional.of(moves.failed(host, record, Problem.alreadyDeployed()));
    } else {
      generation = arrival(host, target, acts);
    }
    return Optional.of(
        move(host, acts, Records.towards(record, generation, List.of(), !acts.isEmpty())));
  }

  private Optional<Move> verify(HostFacts host, HostProgress record) {
    boolean first = record.healthySince() == null;
    HostProgress healthy = first ? Records.healthy(record, now) : record;
    if (now.isBefore(verifiedAt(healthy))) {
      return first
          ? Optional.of(new Move(host.host(), List.of(), healthy, Settling.AS_IT_IS))
          : Optional.empty();
    }
    // What was to overlap goes only now.
    List<Act> acts = host.others().stream().<Act>map(Act.Undeploy::new).toList();
    if (!acts.isEmpty() && host.obstacle() != null) {
      return Optional.of(moves.failed(host, healthy, host.obstacle()));
    }
    return Optional.of(moves.done(host, healthy, acts, null));
  }

  private Optional<Move> await(HostFacts host, HostProgress record, JobId target) {
    if (situation.isLate(record)) {
      return Optional.of(
          moves.failed(
              host,
              record,
              Problem.notRunningInTime(
                  target,
                  host.report(),
                  situation.histories().getOrDefault(host.host(), List.of()))));
    }
    // It was healthy, and has to be so for the whole time once more.
    return record.healthySince() == null
        ? Optional.empty()
        : Optional.of(
            new Move(host.host(), List.of(), Records.healthy(record, null), Settling.AS_IT_IS));
  }

  /** When something is due although nothing happens. */
  Instant deadline(HostProgress record) {
    return record.healthySince() != null && record.generation() != null
        ? verifiedAt(record)
        : situation.lateAt(record);
  }

  private Instant verifiedAt(HostProgress record) {
    Long since = record.healthySince();
    Duration least = situation.options().minHealthy();
    return (since == null ? now : Instant.ofEpochMilli(since)).plus(least);
  }

  private static Move move(HostFacts host, List<Act> acts, HostProgress after) {
    return new Move(host.host(), acts, after, Settling.AS_IT_IS);
  }
}
