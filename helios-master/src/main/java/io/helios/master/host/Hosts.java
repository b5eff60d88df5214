package io.helios.master.host;

import io.helios.coordination.layout.HostReport;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.HostRegistration.TakenBy;
import io.helios.coordination.tree.Tree;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Outcome;
import io.helios.master.host.HostRefusal.NameTaken;
import io.helios.master.receipt.Replayed;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostName;
import io.helios.model.host.HostStatus;
import io.helios.model.host.NaturalOrder;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.TaskStatus;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What can be asked about hosts and done with them. */
public final class Hosts {
  /** Far more than any host has; a bound for the case that something keeps adding to it. */
  private static final int PARTS = 1_000;

  private final Tree tree;
  private final LiveView live;
  private final Commits commits;
  private final Clock clock;

  public Hosts(Tree tree, LiveView live, Commits commits, Clock clock) {
    this.tree = tree;
    this.live = live;
    this.commits = commits;
    this.clock = clock;
  }

  /** Names of registered hosts, in the order of {@link #order}. */
  List<String> names(HostFilter filter) {
    Stream<String> names =
        view().registeredHosts().stream().filter(filter).map(host -> host.name().value());
    return (filter.selectors().isEmpty() ? names : names.sorted(order(filter))).toList();
  }

  /** By name; with selectors in natural order. */
  static Comparator<String> order(HostFilter filter) {
    return filter.selectors().isEmpty() ? Comparator.naturalOrder() : new NaturalOrder();
  }

  /** The status of a registered host. */
  Optional<HostStatus> status(String host) {
    return HostName.of(host).flatMap(view()::registeredHost).map(this::status);
  }

  /** Registers the host for the agent of that id; once more changes nothing. */
  Outcome<HostRefusal> register(HostName host, String id) {
    return commits.repeatable(
        clusterId ->
            HostRegistration.register(tree, clusterId, host, id) instanceof TakenBy
                ? Optional.of(new NameTaken(host))
                : Optional.empty());
  }

  Outcome<HostRefusal> deregister(DeregisterOperation.Request request) {
    Set<JobId> jobs = new LinkedHashSet<>();
    Outcome<HostRefusal> hidden;
    try {
      hidden =
          commits.run(
              () -> {
                var decision = DeregisterOperation.decide(request, view(), clock.instant());
                // What it was decided about, for the view may have been behind before.
                HostName.of(request.host()).map(this::jobsOn).ifPresent(jobs::addAll);
                return decision;
              });
    } catch (Replayed e) {
      // Whoever hid the host may have died before all was cleared away.
      cleared(new HostName(request.host()), jobs, e.revision());
      throw e;
    }
    return hidden.refusal().isPresent()
        ? hidden
        : cleared(new HostName(request.host()), jobs, hidden.revision());
  }

  /**
   * Removes a host whose agent is dead, without an order to stop anything.
   *
   * @return why it was kept; empty when it is gone
   * @throws io.helios.master.commit.Unavailable when the tree is away
   */
  public Optional<String> removeDead(HostName host) {
    Set<JobId> jobs = new LinkedHashSet<>();
    Outcome<HostRefusal> hidden;
    try {
      hidden =
          commits.runOrGiveUp(
              () -> {
                var decision = ReapHostOperation.decide(host, view());
                jobs.addAll(jobsOn(host));
                return decision;
              });
    } catch (Contended e) {
      return Optional.of("its agent is back, or it changes all the time");
    }
    cleared(host, jobs, hidden.revision());
    return Optional.empty();
  }

  private Set<JobId> jobsOn(HostName host) {
    return view().host(host).map(it -> Set.copyOf(it.deployments().keySet())).orElse(Set.of());
  }

  /** Clears away what is left of a host that is hidden, part by part. */
  private Outcome<HostRefusal> cleared(HostName host, Set<JobId> jobs, long hiddenAt) {
    HostRemains remains = new HostRemains(tree, host, jobs);
    long revision = hiddenAt;
    for (int part = 0; part < PARTS && !remains.cleared(); part++) {
      revision = commits.run(remains::next).revision();
    }
    return new Outcome<>(Optional.empty(), revision);
  }

  Outcome<HostRefusal> cordon(CordonOperation.Request request) {
    return commits.run(() -> CordonOperation.decide(request, view(), clock.instant()));
  }

  Outcome<HostRefusal> uncordon(String host) {
    return commits.run(() -> CordonOperation.decideToLift(host, view()));
  }

  private HostStatus status(HostView host) {
    Map<JobId, Deployment> deployments = new TreeMap<>();
    host.deployments().forEach((job, it) -> deployments.put(job, it.value()));
    Map<JobId, TaskStatus> statuses = new TreeMap<>();
    for (JobId job : host.statuses().keySet()) {
      view().taskStatus(host, job).ifPresent(it -> statuses.put(job, it));
    }
    HostReport report = host.report();
    return new HostStatus(
        host.up() ? HostStatus.Status.UP : HostStatus.Status.DOWN,
        deployments,
        statuses,
        report != null ? report.host() : null,
        report != null ? report.agent() : null,
        report != null ? report.environment() : Map.of(),
        host.labels(),
        host.conditions(),
        host.cordoned().orElse(null));
  }

  private ClusterView view() {
    return live.view();
  }
}
