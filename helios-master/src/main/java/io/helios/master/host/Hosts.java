package io.helios.master.host;

import io.helios.coordination.layout.HostReport;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.HostRegistration.TakenBy;
import io.helios.coordination.tree.Tree;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Outcome;
import io.helios.master.host.HostRefusal.NameTaken;
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
    Set<JobId> jobs =
        HostName.of(request.host())
            .flatMap(view()::host)
            .map(host -> Set.copyOf(host.deployments().keySet()))
            .orElse(Set.of());
    Outcome<HostRefusal> hidden =
        commits.run(() -> DeregisterOperation.decide(request, view(), clock.instant()));
    if (hidden.refusal().isPresent()) {
      return hidden;
    }
    HostRemains remains = new HostRemains(tree);
    HostName host = new HostName(request.host());
    long revision = hidden.revision();
    for (int part = 0; part < PARTS && remainsOf(host); part++) {
      revision = commits.run(() -> remains.next(host, jobs)).revision();
    }
    return new Outcome<>(Optional.empty(), revision);
  }

  Outcome<HostRefusal> cordon(CordonOperation.Request request) {
    return commits.run(() -> CordonOperation.decide(request, view(), clock.instant()));
  }

  Outcome<HostRefusal> uncordon(String host) {
    return commits.run(() -> CordonOperation.decideToLift(host, view()));
  }

  private boolean remainsOf(HostName host) {
    return view().host(host).filter(it -> !it.registered()).isPresent();
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
