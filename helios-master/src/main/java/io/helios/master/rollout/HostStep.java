package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.master.rollout.Move.Settling;
import io.helios.model.group.HostOutcome;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final Map<HostName, List<State>> histories;

  HostStep(Situation situation) {
    this.situation = situation;
    this.job = situation.job();
    this.back = situation.progress().back();
    this.now = situation.now();
    this.histories = situation.histories();
  }

  /** Whether the group's jobs only have to go from there. */
  boolean isRemoval(HostFacts host) {
    return job == null || !host.member();
  }

  /** Jobs that have to go from a host to which nothing is brought. */
  List<JobId> owned(HostFacts host) {
    List<JobId> jobs = new ArrayList<>(host.others());
    if (job != null && host.placed() != null && host.placed().owned()) {
      jobs.add(job);
    }
    return jobs;
  }

  // Beginning

  /** What can be said of a host without moving it; empty when it has to be moved. */
  Optional<Move> withoutMoving(HostFacts host, HostProgress record) {
    if (isRemoval(host)) {
      return withoutRemoving(host, record);
    }
    if (!host.up()) {
      return Optional.of(
          new Move(host.host(), List.of(), Records.waiting(record, back), Settling.OWED));
    }
    Optional<Move> there = alreadyThere(host, record);
    if (there.isPresent()) {
      return there;
    }
    if (host.cordon() != null) {
      return Optional.of(
          new Move(
              host.host(),
              List.of(),
              Records.skipped(record, back, "the host is " + host.cordon(), null),
              Settling.OWED));
    }
    Problem obstacle = host.obstacle();
    if (obstacle == null
        && host.placed() != null
        && !host.placed().owned()
        && !situation.options().migrate()) {
      obstacle = Problem.alreadyDeployed();
    }
    return Optional.ofNullable(obstacle).map(problem -> failed(host, record, problem));
  }

  /** The job runs there and is healthy: what else is to be changed takes nothing away. */
  private Optional<Move> alreadyThere(HostFacts host, HostProgress record) {
    HostFacts.Placed placed = host.placed();
    boolean mine =
        placed != null
            && placed.goal() == Goal.START
            && (placed.owned() || situation.options().migrate());
    if (placed == null || job == null || !mine || !host.isHealthy()) {
      return Optional.empty();
    }
    List<Act> acts = new ArrayList<>();
    if (!placed.owned()) {
      acts.add(new Act.Take(job, placed.generation()));
    }
    host.others().forEach(each -> acts.add(new Act.Undeploy(each)));
    if (!acts.isEmpty() && host.obstacle() != null) {
      return Optional.of(failed(host, record, host.obstacle()));
    }
    HostProgress after =
        Records.done(
            acts.isEmpty() ? record : Records.touched(record),
            back,
            now,
            "the job was there already",
            null);
    return Optional.of(new Move(host.host(), acts, after, Settling.SETTLED));
  }

  private Optional<Move> withoutRemoving(HostFacts host, HostProgress record) {
    if (owned(host).isEmpty() && !isClearing(host, record)) {
      return Optional.of(gone(host, record));
    } else if (!host.up()) {
      return Optional.of(
          new Move(host.host(), List.of(), Records.waiting(record, back), Settling.AS_IT_IS));
    }
    return Optional.ofNullable(host.obstacle()).map(problem -> failed(host, record, problem));
  }

  /** Begins to move a host of which nothing can be said {@linkplain #withoutMoving without}. */
  Move begin(HostFacts host, HostProgress record) {
    List<Act> acts = new ArrayList<>();
    if (job == null || isRemoval(host)) {
      List<JobId> going = owned(host);
      going.forEach(each -> acts.add(new Act.Undeploy(each)));
      List<JobId> clearing =
          Stream.concat(record.clearing().stream(), going.stream()).distinct().toList();
      return move(
          host,
          acts,
          Records.moving(record, back, now, null, host.served(), clearing, !acts.isEmpty()));
    }
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
      return proceedRemoving(host, record);
    }
    if (!host.up()) {
      return Optional.of(
          new Move(host.host(), List.of(), Records.waiting(record, back), Settling.OWED));
    }
    if (record.generation() == null) {
      return proceedClearing(host, record, job);
    }
    if (host.placed() == null) {
      return Optional.of(failed(host, record, Problem.neverDeployed(job)));
    }
    if (!host.placed().owned()) {
      return Optional.of(failed(host, record, Problem.alreadyDeployed()));
    }
    return host.isHealthy() ? verify(host, record) : await(host, record, job);
  }

  private Optional<Move> proceedRemoving(HostFacts host, HostProgress record) {
    List<JobId> going = owned(host);
    if (!going.isEmpty()) {
      if (host.obstacle() != null) {
        return Optional.of(failed(host, record, host.obstacle()));
      }
      List<JobId> clearing = new ArrayList<>(record.clearing());
      clearing.addAll(going);
      return Optional.of(
          move(
              host,
              going.stream().<Act>map(Act.Undeploy::new).toList(),
              // Its time begins anew, for this is another thing to wait for.
              Records.moving(
                  record,
                  back,
                  now,
                  null,
                  host.served(),
                  clearing.stream().distinct().toList(),
                  true)));
    }
    if (!isClearing(host, record)) {
      return Optional.of(gone(host, record));
    } else if (!host.up()) {
      return Optional.of(
          new Move(host.host(), List.of(), Records.waiting(record, back), Settling.AS_IT_IS));
    }
    return isLate(record)
        ? Optional.of(failed(host, record, Problem.notUndeployedInTime()))
        : Optional.empty();
  }

  private Optional<Move> proceedClearing(HostFacts host, HostProgress record, JobId target) {
    if (isClearing(host, record)) {
      return isLate(record)
          ? Optional.of(failed(host, record, Problem.notUndeployedInTime()))
          : Optional.empty();
    }
    if (host.obstacle() != null) {
      return Optional.of(failed(host, record, host.obstacle()));
    }
    List<Act> acts = new ArrayList<>();
    long generation = host.nextGeneration();
    if (host.placed() == null) {
      acts.add(new Act.Deploy(target, generation));
    } else if (!host.placed().owned() && !situation.options().migrate()) {
      return Optional.of(failed(host, record, Problem.alreadyDeployed()));
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
      return Optional.of(failed(host, healthy, host.obstacle()));
    }
    return Optional.of(done(host, healthy, acts, null));
  }

  private Optional<Move> await(HostFacts host, HostProgress record, JobId target) {
    if (isLate(record)) {
      return Optional.of(failed(host, record, notRunningInTime(host, target)));
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
        : lateAt(record);
  }

  private boolean isLate(HostProgress record) {
    return !now.isBefore(lateAt(record));
  }

  private Instant lateAt(HostProgress record) {
    Long started = record.started();
    return (started == null ? now : Instant.ofEpochMilli(started))
        .plus(situation.options().timeout());
  }

  private Instant verifiedAt(HostProgress record) {
    Long since = record.healthySince();
    Duration least = situation.options().minHealthy();
    return (since == null ? now : Instant.ofEpochMilli(since)).plus(least);
  }

  private static boolean isClearing(HostFacts host, HostProgress record) {
    return record.clearing().stream().anyMatch(host.present()::contains);
  }

  private static Move move(HostFacts host, List<Act> acts, HostProgress after) {
    return new Move(host.host(), acts, after, Settling.AS_IT_IS);
  }

  private Move done(HostFacts host, HostProgress record, List<Act> acts, @Nullable String reason) {
    return new Move(
        host.host(), acts, Records.done(record, back, now, reason, null), Settling.SETTLED);
  }

  private Move gone(HostFacts host, HostProgress record) {
    if (host.member()) {
      return new Move(
          host.host(),
          List.of(),
          Records.done(record, back, now, "the group's jobs are gone", null),
          Settling.AS_IT_IS);
    }
    boolean removed = !record.clearing().isEmpty();
    return new Move(
        host.host(),
        List.of(),
        removed
            ? Records.done(record, back, now, "left the group, whose jobs are gone", Records.LEFT)
            : Records.skipped(record, back, "left the group", Records.LEFT),
        Settling.OWED);
  }

  private Move failed(HostFacts host, HostProgress record, Problem problem) {
    return new Move(
        host.host(),
        List.of(),
        Records.failed(record, back, now, problem),
        host.member() ? Settling.SETTLED : Settling.AS_IT_IS);
  }

  private Problem notRunningInTime(HostFacts host, JobId target) {
    TaskReport report = host.report();
    if (report == null) {
      return Problem.noStatusInTime();
    }
    String what = "timed out waiting for job " + target + " to reach state RUNNING ";
    String states =
        "(terminal job state %s, previous states: %s)"
            .formatted(
                report.state(),
                histories.getOrDefault(host.host(), List.of()).stream()
                    .map(State::name)
                    .collect(Collectors.joining("->")));
    if (report.throttled() == ThrottleState.IMAGE_MISSING) {
      return new Problem(
          Problem.Code.IMAGE_MISSING, what + "due to missing Docker image " + states);
    } else if (report.throttled() == ThrottleState.IMAGE_PULL_FAILED) {
      return new Problem(
          Problem.Code.IMAGE_PULL_FAILED, what + "due to failure pulling Docker image " + states);
    }
    String error =
        report.containerError().isEmpty() ? "" : " container error: " + report.containerError();
    return new Problem(
        Problem.Code.TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING, what + states + error);
  }

  /** Whether the host failed after its report was read, so that its history is wanted. */
  static boolean wantsHistory(HostProgress record) {
    return record.state() == HostOutcome.State.FAILED
        && record.code() != null
        && (record.code().equals(Problem.Code.TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING.name())
            || record.code().equals(Problem.Code.IMAGE_MISSING.name())
            || record.code().equals(Problem.Code.IMAGE_PULL_FAILED.name()));
  }
}
