package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.host.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The moves that have been decided so far, and what they come to. */
final class PlanDraft {
  private final Situation situation;
  private final Tally tally;
  private final List<Move> moves = new ArrayList<>();
  private final Set<HostName> named = new HashSet<>();
  private @Nullable String firstFailure;
  private @Nullable Instant wakeAt;
  private boolean truncated;

  PlanDraft(Situation situation) {
    this.situation = situation;
    this.tally = new Tally(situation.records().values(), situation.progress().back());
  }

  /** Takes it in, unless nothing would come of it, or there are as many as may be made at once. */
  void add(Move move) {
    HostProgress old = situation.records().get(move.host());
    if (move.acts().isEmpty() && move.after().equals(old)) {
      return;
    }
    if (moves.size() >= situation.limit()) {
      truncated = true;
      return;
    }
    tally.replace(old, move.after());
    if (move.after().state() == HostOutcome.State.FAILED && firstFailure == null) {
      firstFailure = move.host() + ": " + move.after().reason();
    }
    moves.add(move);
    named.add(move.host());
  }

  List<Move> moves() {
    return moves;
  }

  /** Whether a move of the host was taken in. */
  boolean names(HostName host) {
    return named.contains(host);
  }

  /** The rollout's hosts as they stand after the moves. */
  Tally tally() {
    return tally;
  }

  /** The first host that failed by these moves, and why; null if none did. */
  @Nullable String firstFailure() {
    return firstFailure;
  }

  /** Whether there were more moves than may be made at once. */
  boolean truncated() {
    return truncated;
  }

  /** Has it planned again then at the latest. */
  void wake(Instant at) {
    if (wakeAt == null || at.isBefore(wakeAt)) {
      wakeAt = at;
    }
  }

  /** Forgets what was to be waited for. */
  void sleep() {
    wakeAt = null;
  }

  /** Null for never. */
  @Nullable Instant wakeAt() {
    return wakeAt;
  }
}
