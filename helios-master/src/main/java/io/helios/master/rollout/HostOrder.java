package io.helios.master.rollout;

import io.helios.master.view.ClusterView;
import io.helios.model.host.HostName;
import io.helios.model.host.NaturalOrder;
import io.helios.model.job.RolloutOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The order in which the hosts of a group are moved. */
final class HostOrder {
  private HostOrder() {}

  /** Those that left the group, then its members by the value of a label or in natural order. */
  static List<HostName> of(ClusterView view, String group, RolloutOptions.@Nullable Order order) {
    List<HostName> hosts = new ArrayList<>();
    for (HostName owner : view.owners(group)) {
      if (!view.groupsOf(owner).contains(group)) {
        hosts.add(owner);
      }
    }
    hosts.sort(Comparator.comparing(HostName::value, new NaturalOrder()));
    hosts.addAll(members(view, group, order));
    return hosts;
  }

  static List<HostName> members(
      ClusterView view, String group, RolloutOptions.@Nullable Order order) {
    List<HostName> natural = new ArrayList<>(view.members(group));
    if (order == null) {
      return natural;
    }
    // The members come in natural order, and stay so among equals.
    Map<Integer, List<HostName>> byValue = new TreeMap<>();
    for (HostName host : natural) {
      String value = view.host(host).map(it -> it.labels().get(order.label())).orElse(null);
      int place = value == null ? -1 : order.values().indexOf(value);
      byValue
          .computeIfAbsent(place < 0 ? Integer.MAX_VALUE : place, it -> new ArrayList<>())
          .add(host);
    }
    return byValue.values().stream().flatMap(List::stream).toList();
  }
}
