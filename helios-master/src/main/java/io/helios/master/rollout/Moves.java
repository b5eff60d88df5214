package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.master.rollout.Move.Settling;
import io.helios.model.group.HostOutcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves after which a host is dealt with for now, one way or another. */
final class Moves {
  private final boolean back;
  private final Instant now;

  Moves(Situation situation) {
    this.back = situation.progress().back();
    this.now = situation.now();
  }

  Move done(HostFacts host, HostProgress record, List<Act> acts, @Nullable String reason) {
    return new Move(
        host.host(), acts, Records.done(record, back, now, reason, null), Settling.SETTLED);
  }

  Move failed(HostFacts host, HostProgress record, Problem problem) {
    return new Move(
        host.host(),
        List.of(),
        Records.failed(record, back, now, problem),
        host.member() ? Settling.SETTLED : Settling.AS_IT_IS);
  }

  Move waiting(HostFacts host, HostProgress record, Settling settling) {
    return new Move(host.host(), List.of(), Records.waiting(record, back), settling);
  }

  Move cordoned(HostFacts host, HostProgress record) {
    return new Move(
        host.host(),
        List.of(),
        Records.skipped(record, back, "the host is " + host.cordon(), HostOutcome.CORDONED),
        Settling.OWED);
  }

  /** The group's jobs are gone from the host. */
  Move gone(HostFacts host, HostProgress record) {
    if (host.member()) {
      return new Move(
          host.host(),
          List.of(),
          Records.done(record, back, now, "the group's jobs are gone", Records.GONE),
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
}
