package io.helios.master.rollout;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.StoredRollout;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.group.RollingUpdateReason;
import io.helios.model.group.RolloutReason;
import io.helios.model.host.HostName;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a group catches up hosts by itself: those that joined, left, or came back. What happens to a
 * host that the group has dealt with, such as somebody's undeploy, is no reason.
 */
final class Convergence {
  private Convergence() {}

  /**
   * Whether a rollout of the master's own is due.
   *
   * @param changed hosts that may be the reason
   */
  static boolean isDue(ClusterView view, GroupView group, Collection<HostName> changed) {
    if (group.config() == null
        || group.config().value().jobId() == null
        || view.job(group.config().value().jobId()).isEmpty()
        || StartOperation.underWay(group, view).isPresent()
        || changed.stream().noneMatch(host -> isOwed(view, group, host))) {
      return false;
    }
    return isAllowed(view, group);
  }

  private static boolean isAllowed(ClusterView view, GroupView group) {
    GroupStanding standing = group.standing() == null ? null : group.standing().value();
    if (standing == null) {
      return false;
    }
    if (standing.stop() != null) {
      boolean own =
          group.config() != null
              && group.config().value().rollingUpdateReason() == RollingUpdateReason.HOSTS_CHANGED;
      return own && standing.stop().unreached() != unreached(view, group);
    }
    Optional<StoredRollout> last = standing.current().flatMap(view::rollout).map(Versioned::value);
    if (last.isEmpty()) {
      // Either there was none, or what became of it cannot be read.
      return standing.rollouts().isEmpty();
    }
    RolloutProgress progress = last.get().progress();
    return switch (progress.state()) {
      case SUCCEEDED, ROLLED_BACK -> true;
      case FAILED, STOPPED ->
          last.get().order().reason() == RolloutReason.HOSTS_CHANGED
              && !isSame(progress.unreached(), unreached(view, group));
      case ROLLING_OUT, PAUSED, AWAITING_PROMOTION, ROLLING_BACK -> false;
    };
  }

  private static boolean isSame(@Nullable Long before, long now) {
    return before != null && before == now;
  }

  /** Whether the group has something to do on that host now. */
  static boolean isOwed(ClusterView view, GroupView group, HostName name) {
    HostView host = view.registeredHost(name).orElse(null);
    if (host == null || !host.up()) {
      return false;
    }
    return view.groupsOf(name).contains(group.name())
        ? !group.hasSettled(name) && host.cordoned().isEmpty()
        : view.owners(group.name()).contains(name);
  }

  /** Tells one set of hosts on which the group has something to do from another. */
  static long unreached(ClusterView view, GroupView group) {
    long sum = 1;
    for (HostName host : view.members(group.name())) {
      sum += isOwed(view, group, host) ? mixed(host) : 0;
    }
    for (HostName host : view.owners(group.name())) {
      boolean left = !view.groupsOf(host).contains(group.name());
      sum += left && isOwed(view, group, host) ? 31 * mixed(host) : 0;
    }
    return sum;
  }

  private static long mixed(HostName host) {
    long hash = 1125899906842597L;
    for (char c : host.value().toCharArray()) {
      hash = 31 * hash + c;
    }
    return hash * 0x9E3779B97F4A7C15L;
  }
}
