package io.helios.master.rollout;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.rollout.RolloutRefusal.NoSuchRollout;
import io.helios.master.rollout.RolloutRefusal.NotNow;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an operator may do with a rollout that is under way. */
final class TurnOperation {
  static final String STOPPED = "Stopped by user";

  private TurnOperation() {}

  /** What is asked. */
  enum Turn {
    PAUSE,
    RESUME,
    PROMOTE,
    STOP
  }

  record Request(String id, Turn turn, @Nullable String user) {}

  static Decision<RolloutRefusal> decide(Request request, ClusterView view, Instant now) {
    Versioned<StoredRollout> rollout = view.rollout(request.id()).orElse(null);
    if (rollout == null) {
      return Decision.refuse(new NoSuchRollout(request.id()));
    }
    RolloutProgress progress = rollout.value().progress();
    RolloutState state = progress.state();
    if (request.turn() == Turn.STOP) {
      return state.ended()
          ? Decision.refuse(new NotNow("The rollout has ended already: " + state))
          : stopped(rollout, view, now);
    }
    String by = request.user() == null ? "" : " by " + request.user();
    return switch (request.turn()) {
      case PAUSE ->
          switch (state) {
            case ROLLING_OUT, AWAITING_PROMOTION ->
                turned(rollout, progress, RolloutState.PAUSED, "paused" + by, now);
            case PAUSED -> Decision.fulfilled();
            case ROLLING_BACK, SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> refuse("paused", state);
          };
      case RESUME ->
          switch (state) {
            case PAUSED -> turned(rollout, progress, RolloutState.ROLLING_OUT, "resumed" + by, now);
            case ROLLING_OUT -> Decision.fulfilled();
            case AWAITING_PROMOTION, ROLLING_BACK, SUCCEEDED, FAILED, ROLLED_BACK, STOPPED ->
                refuse("resumed", state);
          };
      case PROMOTE ->
          state == RolloutState.AWAITING_PROMOTION
              ? turned(rollout, progress.allowed(), RolloutState.ROLLING_OUT, "promoted" + by, now)
              : refuse("promoted", state);
      case STOP -> throw new IllegalStateException("was dealt with");
    };
  }

  private static Decision<RolloutRefusal> refuse(String what, RolloutState state) {
    return Decision.refuse(new NotNow("A rollout that is " + state + " cannot be " + what));
  }

  private static Decision<RolloutRefusal> turned(
      Versioned<StoredRollout> rollout,
      RolloutProgress progress,
      RolloutState state,
      String message,
      Instant now) {
    StoredRollout turned =
        rollout
            .value()
            .with(
                progress.turned(
                    state, new RolloutEvent(now.toEpochMilli(), state.name(), null, message)));
    byte[] data = Stored.bytes(turned);
    String id = rollout.value().order().id();
    return Decision.change(
        Changes.NONE.set(Paths.rollout(id), data, rollout.version()),
        Proof.holds(Paths.rollout(id), data));
  }

  private static Decision<RolloutRefusal> stopped(
      Versioned<StoredRollout> rollout, ClusterView view, Instant now) {
    Changes changes = stopping(rollout, view, now);
    Changes.Set set = (Changes.Set) changes.list().get(0);
    return Decision.change(changes, Proof.holds(set.path(), set.data()));
  }

  /** Ends a rollout because somebody wants it. */
  static Changes stopping(Versioned<StoredRollout> rollout, ClusterView view, Instant now) {
    Long unreached = null;
    if (rollout.value().order().reason() == RolloutReason.HOSTS_CHANGED) {
      GroupView group = view.group(rollout.value().order().group()).orElse(null);
      unreached = group == null ? null : Convergence.unreached(view, group);
    }
    return StartOperation.ending(rollout, STOPPED, unreached, now);
  }
}
