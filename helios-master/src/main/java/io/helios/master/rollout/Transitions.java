package io.helios.master.rollout;

import io.helios.coordination.layout.RolloutProgress;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutState;
import org.jspecify.annotations.Nullable;

/** How a rollout as a whole turns from one state to the next, and what its event log says of it. */
final class Transitions {
  private final Situation situation;

  Transitions(Situation situation) {
    this.situation = situation;
  }

  RolloutProgress promoted(RolloutProgress progress) {
    return progress
        .turned(RolloutState.ROLLING_OUT, note("PROMOTED", "the canaries stayed healthy"))
        .allowed();
  }

  RolloutProgress awaitingPromotion(RolloutProgress progress) {
    return progress
        .turned(
            RolloutState.AWAITING_PROMOTION, note("AWAITING_PROMOTION", "the canaries are done"))
        .awaiting(now());
  }

  /** No host is left that would have to be moved; {@code failed} of them could not be. */
  RolloutProgress ended(RolloutProgress progress, int failed) {
    if (!progress.back()) {
      return progress
          .turned(RolloutState.SUCCEEDED, note("SUCCEEDED", "all hosts are done"))
          .ended(now());
    } else if (failed == 0) {
      return progress
          .turned(RolloutState.ROLLED_BACK, note("ROLLED_BACK", "the job before is back"))
          .ended(now());
    }
    String error = progress.error() + "; " + failed + " hosts could not be rolled back";
    return failed(progress, error);
  }

  /** Too many hosts failed: the rollout is turned back if that was wished for, else it is over. */
  RolloutProgress stoppedBy(RolloutProgress progress, String error) {
    return canRollBack(progress)
        ? progress
            .failing(error)
            .turned(RolloutState.ROLLING_BACK, note("ROLLING_BACK", "rolls back: " + error))
            .turnedBack()
        : failed(progress, error);
  }

  /** What goes on now, for people; null when nothing does. */
  static @Nullable String detail(RolloutState state, RolloutCounts counts) {
    return switch (state) {
      case PAUSED -> "paused";
      case AWAITING_PROMOTION ->
          "the canaries are done; " + hosts(counts.todo(), "waits", "wait") + " for the promotion";
      case ROLLING_OUT, ROLLING_BACK ->
          counts.moving() == 0 ? null : hosts(counts.moving(), "is", "are") + " being moved";
      case SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> null;
    };
  }

  private RolloutProgress failed(RolloutProgress progress, String error) {
    return progress
        .failing(error)
        .turned(RolloutState.FAILED, note("FAILED", "failed: " + error))
        .ended(now());
  }

  private boolean canRollBack(RolloutProgress progress) {
    return situation.options().rollbackOnFailure()
        && !progress.back()
        && !situation.order().job().equals(situation.order().fromJob());
  }

  private static String hosts(int count, String one, String several) {
    return count == 1 ? "1 host " + one : count + " hosts " + several;
  }

  private long now() {
    return situation.now().toEpochMilli();
  }

  private RolloutEvent note(String type, String message) {
    return new RolloutEvent(now(), type, null, message);
  }
}
