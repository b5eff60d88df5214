package io.helios.master.view;

import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.Cordon;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a host. Every collection is immutable.
 *
 * @param present whether the host's node is there; what is not present may still have leftovers
 * @param id the agent's identity; null for a host that is not registered, or only by half
 * @param report what the agent says of its machine; null until it did
 * @param conditions what the agent last said is wrong with its host, by name
 * @param cordon why nothing new may be deployed; null when the host takes deployments
 * @param deployments what was asked for
 * @param orders what has to be stopped and was not yet
 * @param statuses what the agent last said of its tasks, with or without a deployment
 * @param unreadable nodes of this host whose data could not be understood
 */
public record HostView(
    HostName name,
    boolean present,
    @Nullable Versioned<String> id,
    boolean up,
    @Nullable HostReport report,
    Map<String, String> labels,
    Map<String, String> conditions,
    @Nullable Versioned<Cordon> cordon,
    Map<JobId, Versioned<Deployment>> deployments,
    Map<JobId, Versioned<UndeployOrder>> orders,
    Map<JobId, StoredStatus> statuses,
    Set<TreePath> unreadable) {

  /** A host of which nothing is known. */
  static HostView unknown(HostName name) {
    return new HostView(
        name,
        false,
        null,
        false,
        null,
        Map.of(),
        Map.of(),
        null,
        JobMap.empty(),
        JobMap.empty(),
        JobMap.empty(),
        Set.of());
  }

  /** Whether the host counts as one of the cluster: half-registered ones do not. */
  public boolean registered() {
    return id != null;
  }

  /**
   * Why nothing new may be deployed here; empty when the host takes deployments. A deployment that
   * relies on that requires {@link Paths#hostCordon} to be absent in its transaction.
   */
  public Optional<Cordon> cordoned() {
    if (cordon != null) {
      return Optional.of(cordon.value());
    }
    return unreadable.contains(Paths.hostCordon(name))
        ? Optional.of(new Cordon(null, "its cordon cannot be read", 0))
        : Optional.empty();
  }

  /** Whether the job has to go: ordered, and nothing newer deployed or running. */
  public boolean isOrderedAway(JobId job) {
    Versioned<UndeployOrder> order = orders.get(job);
    if (order == null || deployments.containsKey(job)) {
      return false;
    }
    StoredStatus status = statuses.get(job);
    Long reported = status == null ? null : status.report().generation();
    return reported == null || reported <= order.value().generation();
  }

  boolean isEmpty() {
    return equals(unknown(name));
  }

  HostView withPresent(boolean now) {
    return new HostView(
        name,
        now,
        id,
        up,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withId(@Nullable Versioned<String> now) {
    return new HostView(
        name,
        present,
        now,
        up,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withUp(boolean now) {
    return new HostView(
        name,
        present,
        id,
        now,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withReport(@Nullable HostReport now) {
    return new HostView(
        name,
        present,
        id,
        up,
        now,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  /** Of a host that is gone nobody reads whether its report is gone too. */
  HostView withoutReport() {
    TreePath path = Paths.hostReport(name);
    return withReport(null)
        .withUnreadable(
            unreadable.stream()
                .filter(it -> !it.equals(path))
                .collect(Collectors.toUnmodifiableSet()));
  }

  HostView withLabels(Map<String, String> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        now,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withConditions(Map<String, String> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        now,
        cordon,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withCordon(@Nullable Versioned<Cordon> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        conditions,
        now,
        deployments,
        orders,
        statuses,
        unreadable);
  }

  HostView withDeployment(JobId job, @Nullable Versioned<Deployment> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        conditions,
        cordon,
        JobMap.of(deployments).with(job, now),
        orders,
        statuses,
        unreadable);
  }

  HostView withOrder(JobId job, @Nullable Versioned<UndeployOrder> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        JobMap.of(orders).with(job, now),
        statuses,
        unreadable);
  }

  HostView withStatus(JobId job, @Nullable StoredStatus now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        JobMap.of(statuses).with(job, now),
        unreadable);
  }

  HostView withUnreadable(Set<TreePath> now) {
    return new HostView(
        name,
        present,
        id,
        up,
        report,
        labels,
        conditions,
        cordon,
        deployments,
        orders,
        statuses,
        now);
  }
}
