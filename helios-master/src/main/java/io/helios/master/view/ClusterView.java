package io.helios.master.view;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.layout.StoredStatus;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.JobStatus;
import io.helios.model.task.TaskStatus;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as this master sees it now. One thread writes, through the package-private methods;
 * any thread reads. Each value is consistent in itself, two values read one after the other need
 * not be: what a decision relies on across values is guarded by the versions in its changes.
 */
public final class ClusterView {
  private final ConcurrentMap<JobId, JobView> jobs = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, NavigableSet<JobId>> references = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<HostName, HostView> hosts = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<JobId, NavigableSet<HostName>> hostsOfJobs =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<HostName, Versioned<DeregistrationOrder>> deregistered =
      new ConcurrentHashMap<>();
  private final Set<HostName> unreadableDeregistrations = ConcurrentHashMap.newKeySet();
  private final NavigableSet<String> masters = new ConcurrentSkipListSet<>();
  private final ConcurrentMap<String, GroupView> groups = new ConcurrentSkipListMap<>();
  private final GroupIndex groupIndex = new GroupIndex();
  private final ConcurrentMap<String, Versioned<StoredRollout>> rollouts =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, NavigableSet<String>> rolloutsOfGroups =
      new ConcurrentHashMap<>();

  // Reading

  public Optional<JobView> job(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Every job, by id. */
  public Collection<JobView> jobs() {
    return Collections.unmodifiableCollection(jobs.values());
  }

  /** Ids of that {@code name:version}, whether their definition can be read or not. */
  public Set<JobId> jobsCalled(String nameAndVersion) {
    return Set.copyOf(references.getOrDefault(nameAndVersion, Collections.emptyNavigableSet()));
  }

  /** Everything known of a host, which need not be registered. */
  public Optional<HostView> host(HostName name) {
    return Optional.ofNullable(hosts.get(name));
  }

  /** The host, if it is registered. */
  public Optional<HostView> registeredHost(HostName name) {
    return host(name).filter(HostView::registered);
  }

  /** Every host of which anything is known, by name. */
  Collection<HostView> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /**
   * The next of the hosts of which anything is known.
   *
   * @param after null to begin with the first
   */
  List<HostName> namesAfter(@Nullable HostName after, int limit) {
    Map<HostName, HostView> rest = after == null ? hosts : hosts.tailMap(after, false);
    return rest.keySet().stream().limit(limit).toList();
  }

  /** Registered hosts by name. */
  public List<HostView> registeredHosts() {
    return hosts.values().stream().filter(HostView::registered).toList();
  }

  /** Where the job is deployed, by name. */
  public Set<HostName> hostsOf(JobId job) {
    return Collections.unmodifiableSet(
        hostsOfJobs.getOrDefault(job, Collections.emptyNavigableSet()));
  }

  /** The order for the agent of a host that was deregistered, while it was not consumed. */
  public Optional<Versioned<DeregistrationOrder>> deregistration(HostName host) {
    return Optional.ofNullable(deregistered.get(host));
  }

  /** Whether there is such an order, but it cannot be understood. */
  public boolean hasUnreadableDeregistration(HostName host) {
    return unreadableDeregistrations.contains(host);
  }

  /** Names of the masters that are connected. */
  public List<String> masters() {
    return List.copyOf(masters);
  }

  /** The group, if there is one of that name. */
  public Optional<GroupView> group(String name) {
    return Optional.ofNullable(groups.get(name)).filter(it -> it.config() != null);
  }

  /** Every group, by name. */
  public List<GroupView> groups() {
    return groups.values().stream().filter(it -> it.config() != null).toList();
  }

  /** The group's hosts, whether up or down, in natural order. */
  public NavigableSet<HostName> members(String group) {
    return groupIndex.members(group);
  }

  /** The groups that have the host. */
  public Set<String> groupsOf(HostName host) {
    return groupIndex.groupsOf(host);
  }

  /** Hosts with a deployment that the group owns; they need not be its hosts any more. */
  public Set<HostName> owners(String group) {
    return groupIndex.owners(group);
  }

  public Optional<Versioned<StoredRollout>> rollout(String id) {
    return Optional.ofNullable(rollouts.get(id));
  }

  /** Ids of the rollouts of that group, and of groups before it that had its name. */
  public Set<String> rolloutsOf(String group) {
    return Set.copyOf(rolloutsOfGroups.getOrDefault(group, Collections.emptyNavigableSet()));
  }

  /** Names of groups that have rollouts, whether the groups are there or not. */
  public Set<String> groupsWithRollouts() {
    return Set.copyOf(rolloutsOfGroups.keySet());
  }

  /** What the host's agent said last of that job; empty when it said nothing, or nothing clear. */
  public Optional<TaskStatus> taskStatus(HostView host, JobId id) {
    StoredStatus status = host.statuses().get(id);
    if (status == null) {
      return Optional.empty();
    }
    return jobBehind(host, id, status.job()).map(job -> new TaskStatus(job, status.report()));
  }

  /** The job with its deployments, and the statuses there; empty when there is no such job. */
  public Optional<JobStatus> jobStatus(JobId id) {
    return job(id)
        .map(
            job -> {
              Map<String, Deployment> deployments = new TreeMap<>();
              Map<String, TaskStatus> statuses = new TreeMap<>();
              for (HostName name : hostsOf(id)) {
                HostView host = hosts.get(name);
                Versioned<Deployment> deployment = host == null ? null : host.deployments().get(id);
                if (host != null && deployment != null) {
                  deployments.put(name.value(), deployment.value());
                  taskStatus(host, id).ifPresent(it -> statuses.put(name.value(), it));
                }
              }
              return new JobStatus(job.job(), statuses, deployments);
            });
  }

  private Optional<Job> jobBehind(HostView host, JobId id, @Nullable Job stored) {
    if (stored != null) {
      return Optional.of(stored);
    }
    return job(id)
        .map(JobView::job)
        .or(() -> Optional.ofNullable(host.orders().get(id)).map(order -> order.value().job()));
  }

  // Writing: only the thread that feeds the view

  void jobNamed(JobId id) {
    references.computeIfAbsent(id.nameAndVersion(), name -> new ConcurrentSkipListSet<>()).add(id);
  }

  void put(JobView job) {
    jobs.put(job.id(), job);
  }

  /** The job's definition cannot be read; its name stays taken. */
  void hideJob(JobId id) {
    jobs.remove(id);
  }

  void removeJob(JobId id) {
    hideJob(id);
    removeFrom(references, id.nameAndVersion(), id);
  }

  /** Of anything but what concerns a job. */
  void change(HostName name, UnaryOperator<HostView> change) {
    HostView old = hosts.getOrDefault(name, HostView.unknown(name));
    HostView changed = change.apply(old);
    publish(changed);
    groupIndex.hostChanged(old, changed, groups.values());
  }

  /** Of nothing but what concerns that job; costs the same however many the host has. */
  void change(HostName name, JobId job, UnaryOperator<HostView> change) {
    HostView old = hosts.getOrDefault(name, HostView.unknown(name));
    HostView changed = change.apply(old);
    if (changed.deployments() == old.deployments()) {
      publish(changed); // Most changes are of statuses.
      return;
    }
    @Nullable Versioned<Deployment> before = old.deployments().get(job);
    @Nullable Versioned<Deployment> after = changed.deployments().get(job);
    // New hosts of a job are listed before, and old ones after, the host itself shows it.
    if (before == null && after != null) {
      hostsOfJobs.computeIfAbsent(job, id -> new ConcurrentSkipListSet<>()).add(name);
    }
    publish(changed);
    if (!Objects.equals(before, after)) {
      groupIndex.deploymentChanged(changed, before, after);
    }
    if (before != null && after == null) {
      removeFrom(hostsOfJobs, job, name);
    }
  }

  private void publish(HostView host) {
    if (host.isEmpty()) {
      hosts.remove(host.name());
    } else {
      hosts.put(host.name(), host);
    }
  }

  void put(HostName host, Versioned<DeregistrationOrder> order) {
    deregistered.put(host, order);
    unreadableDeregistrations.remove(host);
  }

  void removeDeregistration(HostName host) {
    deregistered.remove(host);
    unreadableDeregistrations.remove(host);
  }

  void hideDeregistration(HostName host) {
    deregistered.remove(host);
    unreadableDeregistrations.add(host);
  }

  void changeGroup(String name, UnaryOperator<GroupView> change) {
    GroupView old = groups.getOrDefault(name, GroupView.unknown(name));
    GroupView changed = change.apply(old);
    if (changed.isEmpty()) {
      groups.remove(name);
    } else {
      groups.put(name, changed);
    }
    groupIndex.groupChanged(old, changed, hosts.values());
  }

  void put(String id, Versioned<StoredRollout> rollout) {
    rolloutsOfGroups
        .computeIfAbsent(rollout.value().order().group(), it -> new ConcurrentSkipListSet<>())
        .add(id);
    rollouts.put(id, rollout);
  }

  void removeRollout(String id) {
    Versioned<StoredRollout> old = rollouts.remove(id);
    if (old != null) {
      removeFrom(rolloutsOfGroups, old.value().order().group(), id);
    }
  }

  void masterCame(String name) {
    masters.add(name);
  }

  void masterWent(String name) {
    masters.remove(name);
  }

  private static <K, V> void removeFrom(ConcurrentMap<K, NavigableSet<V>> index, K key, V value) {
    NavigableSet<V> values = index.get(key);
    if (values != null) {
      values.remove(value);
      if (values.isEmpty()) {
        index.remove(key);
      }
    }
  }
}
