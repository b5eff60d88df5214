package io.helios.master.group;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.rollout.EndedRollout;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import java.time.Instant;
import java.util.Optional;

/**
 * Removes a group and stops its rollout. What it deployed stays as it is, and belongs to the next
 * group of that name.
 */
final class RemoveGroupOperation {
  private RemoveGroupOperation() {}

  static Decision<GroupRefusal> decide(String name, ClusterView view, Instant now) {
    GroupView group = view.group(name).orElse(null);
    if (group == null || group.config() == null) {
      return Decision.refuse(new GroupRefusal.NoSuchGroup(name));
    }
    Changes changes = Changes.NONE.delete(Paths.group(name), group.config().version());
    // A driver that is just about to move something meets another version and stops.
    Optional<Versioned<StoredRollout>> rollout =
        Optional.ofNullable(group.standing())
            .map(Versioned::value)
            .flatMap(GroupStanding::current)
            .flatMap(view::rollout);
    if (rollout.isPresent() && !rollout.get().value().progress().state().ended()) {
      changes = changes.and(EndedRollout.because("the group was removed", rollout.get(), now));
    }
    for (int bucket : group.settled().keySet()) {
      changes = changes.delete(Paths.settledHosts(name, bucket));
    }
    if (group.standing() != null) {
      changes = changes.delete(Paths.groupStanding(name), group.standing().version());
    }
    return Decision.change(changes, Proof.isGone(Paths.group(name)));
  }
}
