package io.helios.master.rollout;

import io.helios.coordination.layout.RolloutProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout does next.
 *
 * @param moves none when there is nothing to do
 * @param after the rollout once the moves were made
 * @param turned whether its state, or what it may do, becomes another one
 * @param wakeAt when to plan again even if nothing happens; null for never
 */
record Plan(List<Move> moves, RolloutProgress after, boolean turned, @Nullable Instant wakeAt) {
  Plan {
    moves = List.copyOf(moves);
  }

  boolean isEmpty() {
    return moves.isEmpty() && !turned;
  }
}
