package io.helios.master.rollout;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import java.util.List;
import java.util.Optional;

/**
 * Takes rollouts out of the tree that their group does not name any more, or whose group is gone.
 */
final class OldRollouts {
  private static final int AT_ONCE = 500;

  private final String name;
  private final Lane.Means means;

  OldRollouts(String name, Lane.Means means) {
    this.name = name;
    this.means = means;
  }

  void forget() throws Contended, TreeUnavailable {
    for (String id : means.view().rolloutsOf(name)) {
      while (isOld(means.view(), id)) {
        List<TreePath> below = means.nodes().everythingBelow(id);
        means.commits().<RolloutRefusal>runOrGiveUp(() -> part(id, below));
      }
    }
  }

  private boolean isOld(ClusterView view, String id) {
    Optional<GroupView> group = view.group(name);
    return view.rollout(id).isPresent() && (group.isEmpty() || standingLacks(group.get(), id));
  }

  private static boolean standingLacks(GroupView group, String id) {
    return group.standing() != null && !group.standing().value().rollouts().contains(id);
  }

  /** In the view a rollout may come before its group names it: the group must be as it is there. */
  private Decision<RolloutRefusal> part(String id, List<TreePath> below) {
    if (!isOld(means.view(), id)) {
      return Decision.fulfilled();
    }
    TreePath standing = Paths.groupStanding(name);
    GroupView group = means.view().group(name).orElse(null);
    Changes changes =
        group == null || group.standing() == null
            ? Changes.NONE.create(standing).delete(standing)
            : Changes.NONE.check(standing, group.standing().version());
    List<TreePath> now = below.subList(0, Math.min(AT_ONCE, below.size()));
    for (TreePath path : now) {
      changes = changes.delete(path);
    }
    TreePath last = now.isEmpty() ? Paths.rollout(id) : now.get(now.size() - 1);
    if (now.size() == below.size()) {
      last = Paths.rollout(id);
      changes = changes.delete(last);
    }
    return Decision.change(changes, Proof.isGone(last));
  }
}
