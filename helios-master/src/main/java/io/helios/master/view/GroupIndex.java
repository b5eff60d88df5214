package io.helios.master.view;

import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostName;
import io.helios.model.host.HostSelector;
import io.helios.model.host.NaturalOrder;
import io.helios.model.task.Deployment;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts the groups have, kept up to date by what changes: a change of a host costs a look at
 * each group's selectors, a change of selectors a look at each host, anything else nothing. One
 * thread writes, any thread reads.
 */
final class GroupIndex {
  private static final Comparator<HostName> NATURAL =
      Comparator.comparing(HostName::value, new NaturalOrder());

  private final ConcurrentMap<String, NavigableSet<HostName>> members = new ConcurrentHashMap<>();
  private final ConcurrentMap<HostName, Set<String>> groupsOfHosts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Set<HostName>> owners = new ConcurrentHashMap<>();

  /** The group's registered hosts in natural order. */
  NavigableSet<HostName> members(String group) {
    return Collections.unmodifiableNavigableSet(
        members.getOrDefault(group, Collections.emptyNavigableSet()));
  }

  /** The groups that have the host. */
  Set<String> groupsOf(HostName host) {
    return Collections.unmodifiableSet(groupsOfHosts.getOrDefault(host, Set.of()));
  }

  /** Hosts, of the group or not, with a deployment that the group owns. */
  Set<HostName> owners(String group) {
    return Collections.unmodifiableSet(owners.getOrDefault(group, Set.of()));
  }

  void hostChanged(HostView old, HostView now, Collection<GroupView> groups) {
    if (old.registered() != now.registered() || !old.labels().equals(now.labels())) {
      groups.forEach(group -> update(group.name(), selectors(group), now));
    }
  }

  /** One of the host's deployments is another one now, has come or gone. */
  void deploymentChanged(
      HostView now, @Nullable Versioned<Deployment> before, @Nullable Versioned<Deployment> after) {
    @Nullable String was = owner(before);
    @Nullable String is = owner(after);
    if (Objects.equals(was, is)) {
      return;
    }
    if (is != null) {
      owners.computeIfAbsent(is, it -> ConcurrentHashMap.newKeySet()).add(now.name());
    }
    if (was != null && now.deployments().values().stream().noneMatch(it -> was.equals(owner(it)))) {
      removeFrom(owners, was, now.name());
    }
  }

  private static @Nullable String owner(@Nullable Versioned<Deployment> deployment) {
    return deployment == null ? null : deployment.value().deploymentGroupName();
  }

  void groupChanged(GroupView old, GroupView now, Collection<HostView> hosts) {
    List<HostSelector> selectors = selectors(now);
    if (!selectors.equals(selectors(old))) {
      hosts.forEach(host -> update(now.name(), selectors, host));
    }
  }

  private void update(String group, List<HostSelector> selectors, HostView host) {
    boolean matches = host.registered() && HostSelector.allMatch(selectors, host.labels());
    if (matches) {
      members.computeIfAbsent(group, it -> new ConcurrentSkipListSet<>(NATURAL)).add(host.name());
      groupsOfHosts.computeIfAbsent(host.name(), it -> ConcurrentHashMap.newKeySet()).add(group);
    } else if (groupsOf(host.name()).contains(group)) {
      removeFrom(members, group, host.name());
      removeFrom(groupsOfHosts, host.name(), group);
    }
  }

  private static List<HostSelector> selectors(GroupView group) {
    @Nullable Versioned<DeploymentGroup> config = group.config();
    return config == null ? List.of() : config.value().hostSelectors();
  }

  private static <K, V> void removeFrom(ConcurrentMap<K, ? extends Set<V>> index, K key, V value) {
    Set<V> values = index.get(key);
    if (values != null) {
      values.remove(value);
      if (values.isEmpty()) {
        index.remove(key);
      }
    }
  }
}
