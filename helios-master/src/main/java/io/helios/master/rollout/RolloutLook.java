package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder.Scope;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.task.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Gathers the facts of a rollout from the view: of those hosts only that may need something. */
final class RolloutLook {
  private RolloutLook() {}

  /**
   * The rollout as it stands now.
   *
   * @param reserved nodes of static ports that exist, as far as known
   * @param limit how many moves may be made at once
   */
  static Situation at(
      ClusterView view,
      GroupView group,
      StoredRollout rollout,
      Map<HostName, HostProgress> records,
      Map<TreePath, Node> reserved,
      Map<HostName, List<State>> histories,
      int limit,
      Instant now) {
    ResolvedOptions options = ResolvedOptions.resolve(rollout.order().options(), null);
    Facts facts =
        new Facts(
            view,
            group.name(),
            Situation.jobOf(rollout.order(), rollout.progress()),
            options.token(),
            now);
    boolean watching = rollout.progress().state() == RolloutState.AWAITING_PROMOTION;
    List<HostName> hosts = new ArrayList<>();
    for (HostName host : candidates(view, group, rollout, records, options)) {
      HostProgress record = records.get(host);
      boolean finished =
          Candidates.isFinished(
              record,
              rollout.progress().back(),
              view.groupsOf(host).contains(group.name()),
              view.owners(group.name()).contains(host));
      if (!finished || watching) {
        hosts.add(host);
      }
    }
    return new Situation(
        rollout.order(),
        options,
        rollout.progress(),
        records,
        hosts,
        remembering(host -> facts.of(host, reserved)),
        view.members(group.name()).size(),
        histories,
        limit,
        now);
  }

  private static Function<HostName, HostFacts> remembering(Function<HostName, HostFacts> facts) {
    Map<HostName, HostFacts> known = new HashMap<>();
    return host -> known.computeIfAbsent(host, facts);
  }

  private static Set<HostName> candidates(
      ClusterView view,
      GroupView group,
      StoredRollout rollout,
      Map<HostName, HostProgress> records,
      ResolvedOptions options) {
    Scope scope = rollout.order().scope();
    Set<HostName> hosts = new LinkedHashSet<>();
    for (HostName host : HostOrder.of(view, group.name(), options.order())) {
      boolean wanted =
          switch (scope) {
            case ALL -> true;
            case LISTED -> records.containsKey(host);
            case OWED -> records.containsKey(host) || Convergence.isOwed(view, group, host);
          };
      if (wanted) {
        hosts.add(host);
      }
    }
    hosts.addAll(records.keySet());
    return hosts;
  }
}
