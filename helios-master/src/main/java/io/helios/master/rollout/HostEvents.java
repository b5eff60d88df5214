package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutEvent;
import io.helios.model.host.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is told of the moves of a batch. */
final class HostEvents {
  private HostEvents() {}

  /**
   * One event for each host that comes to stand elsewhere.
   *
   * @param before how the hosts fared
   */
  static List<RolloutEvent> of(List<Move> moves, Map<HostName, HostProgress> before, Instant now) {
    List<RolloutEvent> events = new ArrayList<>();
    for (Move move : moves) {
      HostProgress old = before.get(move.host());
      if (old == null || old.state() != move.after().state() || old.back() != move.after().back()) {
        HostOutcome.State state = move.after().state();
        events.add(
            new RolloutEvent(
                now.toEpochMilli(),
                "HOST_" + state,
                move.host().value(),
                message(old, move.after())));
      }
    }
    return events;
  }

  private static String message(@Nullable HostProgress old, HostProgress record) {
    @Nullable String reason = record.reason();
    if (reason != null) {
      return reason;
    }
    boolean verified =
        old != null
            && old.state() == HostOutcome.State.VERIFYING
            && old.back() == record.back()
            && Objects.equals(old.generation(), record.generation());
    return switch (record.state()) {
      case TODO -> "is to be moved";
      case MOVING ->
          verified ? "is no longer healthy" : record.back() ? "is moved back" : "is moved";
      case VERIFYING -> "is healthy and has to stay so";
      case DONE -> "is done";
      case FAILED -> "failed";
      case WAITING -> "is waited for";
      case SKIPPED -> "is left out";
    };
  }
}
