package io.helios.master.group;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.model.group.DeploymentGroup;

/** Makes a group, which has no rollout yet. */
final class CreateGroupOperation {
  private CreateGroupOperation() {}

  static Decision<GroupRefusal> decide(DeploymentGroup group, ClusterView view) {
    GroupView there = view.group(group.name()).orElse(null);
    if (there != null && there.config() != null) {
      return Decision.refuse(
          there.config().value().hostSelectors().equals(group.hostSelectors())
              ? new GroupRefusal.SameExists()
              : new GroupRefusal.OtherExists());
    }
    byte[] config = Stored.bytes(group);
    return Decision.change(
        Changes.NONE
            .create(Paths.group(group.name()), config)
            .create(Paths.groupStanding(group.name()), Stored.bytes(GroupStanding.NEW)),
        Proof.holds(Paths.group(group.name()), config));
  }
}
