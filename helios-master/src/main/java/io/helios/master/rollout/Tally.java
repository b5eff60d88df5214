package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutCounts;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts a rollout's hosts by where they stand, on the way that it is on. */
final class Tally {
  private final boolean back;
  private final Map<HostOutcome.State, Integer> byState = new EnumMap<>(HostOutcome.State.class);
  private int begun;
  private int moved;
  private long movedMillis;

  Tally(Collection<HostProgress> records, boolean back) {
    this.back = back;
    records.forEach(record -> add(record, 1));
  }

  void replace(@Nullable HostProgress old, HostProgress now) {
    if (old != null) {
      add(old, -1);
    }
    add(now, 1);
  }

  int failed() {
    return of(HostOutcome.State.FAILED);
  }

  int moving() {
    return of(HostOutcome.State.MOVING) + of(HostOutcome.State.VERIFYING);
  }

  /** Hosts that were moved, whatever became of them. */
  int begun() {
    return begun;
  }

  int moved() {
    return moved;
  }

  long movedMillis() {
    return movedMillis;
  }

  /**
   * All counts.
   *
   * @param held hosts that nothing is remembered of yet, besides those that are counted as to do
   */
  RolloutCounts counts(int held) {
    int done = of(HostOutcome.State.DONE);
    int waiting = of(HostOutcome.State.WAITING);
    int skipped = of(HostOutcome.State.SKIPPED);
    return new RolloutCounts(
        done + failed() + moving() + waiting + skipped + held,
        done,
        failed(),
        moving(),
        waiting,
        held,
        skipped);
  }

  private int of(HostOutcome.State state) {
    return byState.getOrDefault(state, 0);
  }

  private void add(HostProgress record, int by) {
    if (record.back() != back) {
      return;
    }
    byState.merge(record.state(), by, Integer::sum);
    Long started = record.started();
    if (started != null) {
      begun += by;
      Long ended = record.ended();
      if (record.state() == HostOutcome.State.DONE && ended != null) {
        moved += by;
        movedMillis += by * (ended - started);
      }
    }
  }
}
