package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder.Scope;
import io.helios.model.group.HostOutcome;
import org.jspecify.annotations.Nullable;

/** Which hosts a rollout has yet to deal with. {@code back}: whether it is on its way back. */
final class Candidates {
  /** How often a host may go down while it is moved before it is left for later. */
  private static final int RETURNS = 3;

  private final Situation situation;
  private final Removal removal;

  Candidates(Situation situation) {
    this.situation = situation;
    this.removal = new Removal(situation);
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

  /** Whether the host's turn may have come, as far as its record tells. */
  static boolean isToDo(HostProgress record, boolean back) {
    return record.state() == HostOutcome.State.TODO || (record.back() != back && record.touched());
  }

  /** Whether the host's turn may have come. */
  boolean includes(HostFacts host, @Nullable HostProgress record, boolean back) {
    if (back) {
      if (record == null || !record.touched()) {
        return false;
      }
      if (!record.back()) {
        return true;
      }
    } else if (record == null) {
      return situation.order().scope() != Scope.LISTED
          && (host.member() || !removal.owned(host).isEmpty());
    }
    return switch (record.state()) {
      case MOVING, VERIFYING -> false;
      case WAITING -> !host.up() || !host.member() || record.returns() < RETURNS;
      case TODO, SKIPPED -> true;
      case DONE, FAILED ->
          host.member()
              ? Records.LEFT.equals(record.code())
              : record.state() == HostOutcome.State.DONE && !removal.owned(host).isEmpty();
    };
  }

  /** Whether a host that went down while it was moved is to be carried on. */
  static boolean returns(HostFacts host, HostProgress record) {
    return record.state() == HostOutcome.State.WAITING
        && record.started() != null
        && host.up()
        && (host.member() || !record.clearing().isEmpty())
        && record.returns() < RETURNS;
  }
}
