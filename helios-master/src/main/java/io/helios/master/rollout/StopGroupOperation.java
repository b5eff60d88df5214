package io.helios.master.rollout;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.rollout.RolloutRefusal.NoSuchGroup;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops whatever a group does. As with the predecessor this counts also when nothing is rolling:
 * then the group does nothing by itself until the next rollout.
 */
final class StopGroupOperation {
  private StopGroupOperation() {}

  static Decision<RolloutRefusal> decide(String name, ClusterView view, Instant now) {
    GroupView group = view.group(name).orElse(null);
    if (group == null || group.standing() == null) {
      return Decision.refuse(new NoSuchGroup(name));
    }
    Optional<Versioned<StoredRollout>> rollout = StartOperation.underWay(group, view);
    if (rollout.isPresent()) {
      Changes changes = TurnOperation.stopping(rollout.get(), view, now);
      Changes.Set set = (Changes.Set) changes.list().get(0);
      return Decision.change(changes, Proof.holds(set.path(), set.data()));
    }
    byte[] stopped =
        Stored.bytes(
            group
                .standing()
                .value()
                .stopped(
                    new GroupStanding.Stop(
                        now.toEpochMilli(), Convergence.unreached(view, group))));
    return Decision.change(
        Changes.NONE.set(Paths.groupStanding(name), stopped, group.standing().version()),
        Proof.holds(Paths.groupStanding(name), stopped));
  }
}
