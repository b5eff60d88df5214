package io.helios.master.host;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.deployment.Generation;
import io.helios.master.host.HostRefusal.HostNotFound;
import io.helios.master.host.HostRefusal.InUse;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.master.view.Versioned;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * First step of a host's removal: one transaction that orders its agent to stop everything, hides
 * the host, and takes away its deployments, so that nothing of it can start again. What is left of
 * its nodes is cleared away afterwards by {@link HostRemains}.
 */
final class DeregisterOperation {
  /** Deployments that go in the first transaction; the rest is cleared away with the remains. */
  private static final int AT_ONCE = 200;

  private static final int ORDER_LIMIT_BYTES = 512 * 1024;

  private DeregisterOperation() {}

  /**
   * @param user who asks, self-declared
   * @param ifUnused whether to refuse a host that is up or has deployments
   */
  record Request(String host, @Nullable String user, boolean ifUnused) {}

  static Decision<HostRefusal> decide(Request request, ClusterView view, Instant now) {
    HostView host = HostName.of(request.host()).flatMap(view::host).orElse(null);
    if (host == null) {
      return Decision.refuse(new HostNotFound(request.host()));
    }
    if (request.ifUnused() && (host.up() || deployments(host) > 0)) {
      return Decision.refuse(new InUse(host.name(), host.up(), deployments(host)));
    }
    Versioned<String> id = host.id();
    if (host.unreadable().contains(Paths.hostId(host.name()))) {
      // Whose host it was can't be told, and no order can name an agent that nobody knows.
      return Decision.change(
          Changes.NONE.delete(Paths.hostId(host.name())).and(withoutDeployments(host)),
          Proof.isGone(Paths.hostId(host.name())));
    }
    if (id == null) {
      // Half a host: there is nobody to order, only remains to clear away.
      return host.present()
          ? Decision.fulfilled()
          : Decision.refuse(new HostNotFound(request.host()));
    }
    Changes changes =
        Changes.NONE
            .delete(Paths.hostId(host.name()), id.version())
            .and(order(request, view, host, id.value(), now))
            .and(withoutDeployments(host));
    if (request.ifUnused()) {
      // Not possible while it has a child: so none was deployed behind our back.
      changes = changes.delete(Paths.deployments(host.name()));
    }
    return Decision.change(changes, Proof.isGone(Paths.hostId(host.name())));
  }

  /** Those that cannot be read are among them. */
  private static int deployments(HostView host) {
    long unreadable =
        host.unreadable().stream()
            .filter(path -> path.parent().equals(Paths.deployments(host.name())))
            .count();
    return host.deployments().size() + (int) unreadable;
  }

  private static Changes order(
      Request request, ClusterView view, HostView host, String id, Instant now) {
    Map<JobId, UndeployOrder> undeploys = new TreeMap<>();
    Versioned<DeregistrationOrder> older = view.deregistration(host.name()).orElse(null);
    if (older != null && older.value().hostId().equals(id)) {
      older.value().undeploys().forEach(it -> undeploys.put(it.job().id(), it));
    }
    host.orders().forEach((job, order) -> undeploys.put(job, order.value()));
    host.statuses()
        .forEach((job, status) -> undeploys.putIfAbsent(job, order(request, view, host, job, now)));
    for (JobId job : host.deployments().keySet()) {
      undeploys.put(job, order(request, view, host, job, now));
    }
    if (undeploys.isEmpty() && older == null && !host.up()) {
      // A connected agent needs the order even with nothing to stop: else it registers anew.
      return Changes.NONE;
    }
    TreePath node = Paths.deregistered(host.name());
    byte[] data = bytes(id, List.copyOf(undeploys.values()));
    if (older != null) {
      return Changes.NONE.set(node, data, older.version());
    }
    return view.hasUnreadableDeregistration(host.name())
        ? Changes.NONE.set(node, data, Changes.ANY_VERSION)
        : Changes.NONE.create(node, data);
  }

  private static UndeployOrder order(
      Request request, ClusterView view, HostView host, JobId id, Instant now) {
    Job job =
        view.job(id)
            .map(JobView::job)
            .or(() -> Optional.ofNullable(host.statuses().get(id)).map(StoredStatus::job))
            .orElseGet(
                () -> Job.newBuilder(id.name(), String.valueOf(id.version())).setId(id).build());
    return new UndeployOrder(job, Generation.next(view, host, id, now), request.user());
  }

  private static byte[] bytes(String id, List<UndeployOrder> undeploys) {
    byte[] whole = Stored.bytes(new DeregistrationOrder(id, undeploys));
    if (whole.length <= ORDER_LIMIT_BYTES) {
      return whole;
    }
    // A node must stay below 1 MB. Nobody looks at the jobs any more: what stopping needs is
    // enough.
    List<UndeployOrder> slim =
        undeploys.stream()
            .map(it -> new UndeployOrder(slim(it.job()), it.generation(), it.orderedBy()))
            .toList();
    return Stored.bytes(new DeregistrationOrder(id, slim));
  }

  private static Job slim(Job job) {
    return Job.newBuilder(job.id().name(), String.valueOf(job.id().version()))
        .setId(job.id())
        .setGracePeriod(job.gracePeriod())
        .setSecondsToWaitBeforeKill(job.secondsToWaitBeforeKill())
        .build();
  }

  /** Takes away the first of its deployments; the rest goes with the remains. */
  static Changes withoutDeployments(HostView host) {
    Changes changes = Changes.NONE;
    int count = 0;
    for (Map.Entry<JobId, Versioned<Deployment>> deployment : host.deployments().entrySet()) {
      if (++count > AT_ONCE) {
        break;
      }
      JobId job = deployment.getKey();
      changes =
          changes
              .delete(Paths.deployment(host.name(), job), deployment.getValue().version())
              .delete(Paths.jobHost(job, host.name()));
    }
    return changes;
  }
}
