package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder.Scope;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  private final Situation situation;
  private final HostStep steps;
  private final Transitions transitions;
  private final Candidates candidates;
  private final Moves moves;
  private final PlanDraft draft;
  private RolloutProgress progress;
  private int sick;

  /** Hosts of the group that were begun with: canaries, while these have not been promoted. */
  private int canariesBegun;

  /** Hosts that had to wait for a place, or for the canaries to be promoted. */
  private int held;

  private boolean heldByCanaries;
  private boolean counted;

  private RolloutPlanner(Situation situation) {
    this.situation = situation;
    this.steps = new HostStep(situation);
    this.transitions = new Transitions(situation);
    this.progress = situation.progress();
    this.candidates = new Candidates(situation);
    this.moves = new Moves(situation);
    this.draft = new PlanDraft(situation);
  }

  static Plan next(Situation situation) {
    return situation.progress().state().ended()
        ? new Plan(List.of(), situation.progress(), false, null)
        : new RolloutPlanner(situation).plan();
  }

  private Plan plan() {
    goOn();
    if (progress.state() == RolloutState.AWAITING_PROMOTION) {
      watchCanaries();
    }
    if (draft.truncated()) {
      return result();
    } else if (tooManyFailed()) {
      fail();
      return result();
    }
    if (isMoving(progress.state())) {
      begin();
      if (draft.truncated()) {
        return result();
      } else if (tooManyFailed()) {
        fail();
      } else if (draft.tally().moving() == 0) {
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
      if (Candidates.returns(host, record)) {
        HostProgress again = Records.returned(record, situation.now());
        Move move =
            steps
                .proceed(host, again)
                .orElseGet(() -> new Move(host.host(), List.of(), again, Move.Settling.AS_IT_IS));
        draft.add(move);
        noteWaiting(host, move.after());
      } else if (Records.isInFlight(record)) {
        Optional<Move> move = steps.proceed(host, record);
        move.ifPresent(draft::add);
        noteWaiting(host, move.map(Move::after).orElse(record));
      }
    }
  }

  private void noteWaiting(HostFacts host, HostProgress record) {
    if (Records.isInFlight(record)) {
      draft.wake(steps.deadline(record));
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
        draft.add(
            moves.failed(host, record, Problem.becameUnhealthy(situation.order().job(), state)));
      }
    }
    Instant due = Instant.ofEpochMilli(since).plus(situation.options().soak());
    if (situation.now().isBefore(due)) {
      draft.wake(due);
    } else if (!tooManyFailed()) {
      progress = transitions.promoted(progress);
    }
  }

  // With further hosts

  private void begin() {
    counted = true;
    held = 0;
    heldByCanaries = false;
    canariesBegun = canaries() == Integer.MAX_VALUE ? 0 : countCanariesBegun();
    for (HostName name : situation.hosts()) {
      HostProgress record = situation.records().get(name);
      if (draft.tally().moving() > 0 && isFull()) {
        // Which of them needs what is seen when there is a place again.
        held +=
            draft.names(name) || (record != null && !Candidates.isToDo(record, progress.back()))
                ? 0
                : 1;
        continue;
      }
      HostFacts host = situation.facts().apply(name);
      if (!draft.names(name) && candidates.includes(host, record, progress.back())) {
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
      draft.add(move);
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
      draft.add(move);
      noteWaiting(host, move.after());
      canariesBegun += isCanary && !wasCanary ? 1 : 0;
    }
  }

  /**
   * Those that are finished count too, which the situation's hosts may leave out. One that has left
   * the group is no canary any more, whether it is rid of the job yet or not.
   */
  private int countCanariesBegun() {
    return (int)
        situation.records().entrySet().stream()
            .filter(entry -> isBegun(entry.getValue()))
            .filter(entry -> situation.facts().apply(entry.getKey()).member())
            .count();
  }

  private boolean isBegun(HostProgress record) {
    return record.back() == progress.back() && record.started() != null;
  }

  /** Whether no further host may be moved now. */
  private boolean isFull() {
    return draft.tally().moving() - setAside() >= situation.options().parallelism()
        || tooManyFailed();
  }

  private boolean isRemovalOnly(HostFacts host) {
    return progress.back() || !host.member();
  }

  private int canaries() {
    return progress.promoted() ? Integer.MAX_VALUE : situation.canaries();
  }

  /** Sick hosts that need no place, because they may fail. */
  private long setAside() {
    return Math.min(sick, Math.max(0, situation.budget() - draft.tally().failed()));
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
      if (tooManyFailed()) {
        fail();
      } else if (draft.tally().moving() == 0 && held == 0 && !draft.truncated()) {
        end();
      }
    } else if (heldByCanaries) {
      progress = transitions.awaitingPromotion(progress);
      if (situation.options().autoPromote()) {
        draft.wake(situation.now().plus(situation.options().soak()));
      }
    }
  }

  private void end() {
    progress = transitions.ended(progress, draft.tally().failed());
    draft.sleep();
  }

  private void fail() {
    String failure = draft.firstFailure();
    String error = failure == null ? earlierFailure() : failure;
    if (situation.budget() > 0) {
      error += " (%d hosts failed, %d may)".formatted(draft.tally().failed(), situation.budget());
    }
    progress = transitions.stoppedBy(progress, error);
    draft.sleep();
    if (!progress.state().ended()) {
      draft.wake(situation.now());
    }
  }

  private String earlierFailure() {
    return situation.records().values().stream()
        .filter(record -> record.state() == HostOutcome.State.FAILED)
        .map(record -> record.host() + ": " + record.reason())
        .findFirst()
        .orElse("too many hosts failed");
  }

  // All along

  private @Nullable HostProgress record(HostName host) {
    HostProgress record = situation.records().get(host);
    return record == null || record.back() != progress.back() ? null : record;
  }

  /** Hosts whose turn has not come. */
  private int toDo() {
    int count = 0;
    for (HostName name : situation.hosts()) {
      HostFacts host = situation.facts().apply(name);
      HostProgress record = situation.records().get(name);
      HostProgress known = record == null ? HostProgress.todo(name.value()) : record;
      if (!draft.names(name)
          && candidates.includes(host, record, progress.back())
          && steps.withoutMoving(host, known).isEmpty()) {
        count++;
      }
    }
    return count;
  }

  private boolean tooManyFailed() {
    return draft.tally().failed() > situation.budget();
  }

  private static boolean isMoving(RolloutState state) {
    return state == RolloutState.ROLLING_OUT || state == RolloutState.ROLLING_BACK;
  }

  private Plan result() {
    if (!counted) {
      held = toDo();
    }
    RolloutCounts counts = draft.tally().counts(held);
    boolean turned =
        progress.state() != situation.progress().state()
            || progress.promoted() != situation.progress().promoted();
    RolloutProgress after =
        progress.counting(counts, draft.tally().moved(), draft.tally().movedMillis());
    if (after.started() == null && draft.tally().begun() > 0) {
      after = after.startedAt(situation.now().toEpochMilli());
    }
    return new Plan(
        draft.moves(),
        after.doing(Transitions.detail(progress.state(), counts)),
        turned,
        draft.wakeAt());
  }
}
