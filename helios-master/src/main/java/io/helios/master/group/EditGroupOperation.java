package io.helios.master.group;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostSelector;
import java.util.List;

/** Gives a group other selectors. Its job stays, and comes to the hosts that it has then. */
final class EditGroupOperation {
  private EditGroupOperation() {}

  static Decision<GroupRefusal> decide(
      String name, List<HostSelector> selectors, ClusterView view) {
    GroupView group = view.group(name).orElse(null);
    if (group == null || group.config() == null) {
      return Decision.refuse(new GroupRefusal.NoSuchGroup(name));
    }
    DeploymentGroup was = group.config().value();
    if (was.hostSelectors().equals(selectors)) {
      return Decision.refuse(new GroupRefusal.SameExists());
    }
    byte[] config =
        Stored.bytes(
            new DeploymentGroup(
                name, selectors, was.jobId(), was.rolloutOptions(), was.rollingUpdateReason()));
    return Decision.change(
        Changes.NONE.set(Paths.group(name), config, group.config().version()),
        Proof.holds(Paths.group(name), config));
  }
}
