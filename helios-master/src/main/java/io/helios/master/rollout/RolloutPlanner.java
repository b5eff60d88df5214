package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder.Scope;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a rollout does next, from facts alone: no step is counted and no list of steps kept.
 * First it goes on with the hosts that are being moved; then, if no more hosts failed than may, it
 * begins with as many others as there are places for; then it sees whether that was all.
 *
 * <p>A host that its agent says is sick gives its place up as long as the failures that are allowed
 * would cover it too: the others need not wait until its time is up.
 */
final class RolloutPlanner {
  /** How often a host may go down while it is moved before it is left for later. */
  private static final int RETURNS = 3;

  private final Situation situation;
  private final HostStep steps;
  private final Transitions transitions;
  private final Tally tally;
  private final List<Move> moves = new ArrayList<>();
  private final Set<HostName> named = new HashSet<>();
  private RolloutProgress progress;
  private @Nullable Instant wakeAt;
  private int sick;

  /** Hosts of the group that were begun with: canaries, while these have not been promoted. */
  private int canariesBegun;

  private @Nullable String firstFailure;

  /** Hosts that had to wait for a place, or for the canaries to be promoted. */
  private int held;

  private boolean heldByCanaries;
  private boolean counted;

  /** Whether there were more moves than may be made at once. */
  private boolean truncated;

  private RolloutPlanner(Situation situation) {
    this.situation = situation;
    this.steps = new HostStep(situation);
    this.transitions = new Transitions(situation);
    this.progress = situation.progress();
    this.tally = new Tally(situation.records().values(), progress.back());
  }

  static Plan next(Situation situation) {
    return situation.progress().state().ended()
        ? new Plan(List.of(), situation.progress(), false, null)
        : new RolloutPlanner(situation).plan();
  }

  /**
   * Whether the host needs no more looking at.
   *
   * @param owner whether it has a deployment of the group
   */
  static boolean isFinished(
      @Nullable HostProgress record, boolean back, boolean member, boolean owner) {
    if (record == null || record.back() != back || !Records.isFinal(record)) {
      return false;
    }
    return member ? !Records.LEFT.equals(record.code()) : !owner;
  }

  private Plan plan() {
    goOn();
    if (progress.state() == RolloutState.AWAITING_PROMOTION) {
      watchCanaries();
    }
    if (truncated) {
      return result();
    } else if (tally.failed() > situation.budget()) {
      fail();
      return result();
    }
    if (isMoving(progress.state())) {
      begin();
      if (truncated) {
        return result();
      } else if (tally.failed() > situation.budget()) {
        fail();
      } else if (tally.moving() == 0) {
        endOrAwait();
      }
    }
    return result();
  }

  // With the hosts that are being moved

  private void goOn() {
    for (HostName name : situation.hosts()) {
      HostProgress record = record(name);
      if (record == null
          || !(Records.isInFlight(record) || record.state() == HostOutcome.State.WAITING)) {
        continue;
      }
      HostFacts host = situation.facts().apply(name);
      if (returns(host, record)) {
        HostProgress again = Records.returned(record, situation.now());
        Move move =
            steps
                .proceed(host, again)
                .orElseGet(() -> new Move(host.host(), List.of(), again, Move.Settling.AS_IT_IS));
        make(move, host);
        noteWaiting(host, move.after());
      } else if (Records.isInFlight(record)) {
        Optional<Move> move = steps.proceed(host, record);
        move.ifPresent(it -> make(it, host));
        noteWaiting(host, move.map(Move::after).orElse(record));
      }
    }
  }

  /** Whether a host that went down while it was moved is to be carried on. */
  private boolean returns(HostFacts host, HostProgress record) {
    return record.state() == HostOutcome.State.WAITING
        && record.started() != null
        && host.up()
        && (host.member() || !record.clearing().isEmpty())
        && record.returns() < RETURNS;
  }

  private void noteWaiting(HostFacts host, HostProgress record) {
    if (Records.isInFlight(record)) {
      wake(steps.deadline(record));
      if (host.isSick()) {
        sick++;
      }
    }
  }

  // With the canaries

  private void watchCanaries() {
    Long since = progress.awaitingSince();
    if (!situation.options().autoPromote() || since == null) {
      return;
    }
    for (HostName name : situation.hosts()) {
      HostProgress record = record(name);
      if (record == null || record.state() != HostOutcome.State.DONE || record.started() == null) {
        continue;
      }
      HostFacts host = situation.facts().apply(name);
      if (host.member() && host.up() && !host.isHealthy()) {
        String state = host.report() == null ? "UNKNOWN" : host.report().state().name();
        make(
            new Move(
                host.host(),
                List.of(),
                Records.failed(
                    record,
                    progress.back(),
                    situation.now(),
                    Problem.becameUnhealthy(situation.order().job(), state)),
                Move.Settling.SETTLED),
            host);
      }
    }
    Instant due = Instant.ofEpochMilli(since).plus(situation.options().soak());
    if (situation.now().isBefore(due)) {
      wake(due);
    } else if (tally.failed() <= situation.budget()) {
      progress = transitions.promoted(progress);
    }
  }

  // With further hosts

  private void begin() {
    counted = true;
    held = 0;
    heldByCanaries = false;
    canariesBegun = progress.promoted() ? 0 : countCanariesBegun();
    for (HostName name : situation.hosts()) {
      HostProgress record = situation.records().get(name);
      if (tally.moving() > 0 && isFull()) {
        // Which of them needs what is seen when there is a place again.
        held += named.contains(name) || (record != null && !isToDo(record)) ? 0 : 1;
        continue;
      }
      HostFacts host = situation.facts().apply(name);
      if (isCandidate(host, record)) {
        HostProgress known = record == null ? HostProgress.todo(name.value()) : record;
        Optional<Move> said = steps.withoutMoving(host, known);
        if (said.isPresent()) {
          say(host, said.get());
        } else {
          beginIfThereIsAPlace(host, known);
        }
      }
    }
  }

  private void say(HostFacts host, Move move) {
    // A master's own rollout is not about hosts that cannot be had now.
    boolean unavailable =
        move.after().state() == HostOutcome.State.WAITING
            || move.after().state() == HostOutcome.State.SKIPPED;
    if (!unavailable
        || situation.order().scope() != Scope.OWED
        || situation.records().containsKey(host.host())) {
      make(move, host);
    }
  }

  private void beginIfThereIsAPlace(HostFacts host, HostProgress known) {
    boolean isCanary = !isRemovalOnly(host);
    boolean wasCanary = isCanary && isBegun(known);
    if (isCanary && canariesBegun - (wasCanary ? 1 : 0) >= canaries()) {
      held++;
      heldByCanaries = true;
    } else if (isFull()) {
      held++;
    } else {
      Move move = steps.begin(host, known);
      make(move, host);
      noteWaiting(host, move.after());
      canariesBegun += isCanary && !wasCanary ? 1 : 0;
    }
  }

  /** One that has left the group is no canary any more, whether it is rid of the job yet or not. */
  private int countCanariesBegun() {
    int count = 0;
    for (HostName name : situation.hosts()) {
      HostProgress record = situation.records().get(name);
      if (record != null && isBegun(record) && situation.facts().apply(name).member()) {
        count++;
      }
    }
    return count;
  }

  private boolean isBegun(HostProgress record) {
    return record.back() == progress.back() && record.started() != null;
  }

  /** Whether no further host may be moved now. */
  private boolean isFull() {
    return tally.moving() - setAside() >= situation.options().parallelism()
        || tally.failed() > situation.budget();
  }

  private boolean isToDo(HostProgress record) {
    return record.state() == HostOutcome.State.TODO
        || (record.back() != progress.back() && record.touched());
  }

  private boolean isCandidate(HostFacts host, @Nullable HostProgress record) {
    if (named.contains(host.host())) {
      return false;
    }
    if (progress.back()) {
      if (record == null || !record.touched()) {
        return false;
      }
      if (!record.back()) {
        return true;
      }
    } else if (record == null) {
      return situation.order().scope() != Scope.LISTED
          && (host.member() || !steps.owned(host).isEmpty());
    }
    return switch (record.state()) {
      case MOVING, VERIFYING -> false;
      case WAITING -> !host.up() || !host.member() || record.returns() < RETURNS;
      case TODO, SKIPPED -> true;
      case DONE, FAILED ->
          host.member()
              ? Records.LEFT.equals(record.code())
              : record.state() == HostOutcome.State.DONE && !steps.owned(host).isEmpty();
    };
  }

  private boolean isRemovalOnly(HostFacts host) {
    return progress.back() || !host.member();
  }

  private int canaries() {
    return progress.promoted() ? Integer.MAX_VALUE : situation.canaries();
  }

  /** Sick hosts that need no place, because they may fail. */
  private long setAside() {
    return Math.min(sick, Math.max(0, situation.budget() - tally.failed()));
  }

  // At the end

  private void endOrAwait() {
    if (held == 0) {
      end();
    } else if (heldByCanaries
        && situation.options().autoPromote()
        && situation.options().soak().isZero()) {
      progress = transitions.promoted(progress);
      begin();
      if (tally.failed() > situation.budget()) {
        fail();
      } else if (tally.moving() == 0 && held == 0 && !truncated) {
        end();
      }
    } else if (heldByCanaries) {
      progress = transitions.awaitingPromotion(progress);
      if (situation.options().autoPromote()) {
        wake(situation.now().plus(situation.options().soak()));
      }
    }
  }

  private void end() {
    progress = transitions.ended(progress, tally.failed());
    wakeAt = null;
  }

  private void fail() {
    String error = firstFailure == null ? earlierFailure() : firstFailure;
    if (situation.budget() > 0) {
      error += " (%d hosts failed, %d may)".formatted(tally.failed(), situation.budget());
    }
    progress = transitions.stoppedBy(progress, error);
    wakeAt = progress.state().ended() ? null : situation.now();
  }

  private String earlierFailure() {
    return situation.records().values().stream()
        .filter(record -> record.state() == HostOutcome.State.FAILED)
        .map(record -> record.host() + ": " + record.reason())
        .findFirst()
        .orElse("too many hosts failed");
  }

  // All along

  private void make(Move move, HostFacts host) {
    HostProgress old = situation.records().get(host.host());
    if (move.acts().isEmpty() && move.after().equals(old)) {
      return;
    }
    if (moves.size() >= situation.limit()) {
      truncated = true;
      return;
    }
    tally.replace(old, move.after());
    if (move.after().state() == HostOutcome.State.FAILED && firstFailure == null) {
      firstFailure = host.host() + ": " + move.after().reason();
    }
    moves.add(move);
    named.add(host.host());
  }

  private @Nullable HostProgress record(HostName host) {
    HostProgress record = situation.records().get(host);
    return record == null || record.back() != progress.back() ? null : record;
  }

  private void wake(Instant at) {
    if (wakeAt == null || at.isBefore(wakeAt)) {
      wakeAt = at;
    }
  }

  /** Hosts whose turn has not come. */
  private int toDo() {
    int count = 0;
    for (HostName name : situation.hosts()) {
      HostFacts host = situation.facts().apply(name);
      HostProgress record = situation.records().get(name);
      HostProgress known = record == null ? HostProgress.todo(name.value()) : record;
      if (isCandidate(host, record) && steps.withoutMoving(host, known).isEmpty()) {
        count++;
      }
    }
    return count;
  }

  private static boolean isMoving(RolloutState state) {
    return state == RolloutState.ROLLING_OUT || state == RolloutState.ROLLING_BACK;
  }

  private Plan result() {
    if (!counted) {
      held = toDo();
    }
    RolloutCounts counts = tally.counts(held);
    boolean turned =
        progress.state() != situation.progress().state()
            || progress.promoted() != situation.progress().promoted();
    RolloutProgress after = progress.counting(counts, tally.moved(), tally.movedMillis());
    if (after.started() == null && tally.begun() > 0) {
      after = after.startedAt(situation.now().toEpochMilli());
    }
    return new Plan(
        moves, after.doing(Transitions.detail(progress.state(), counts)), turned, wakeAt);
  }
}
