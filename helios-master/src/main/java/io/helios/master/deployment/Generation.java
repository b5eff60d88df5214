package io.helios.master.deployment;

import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.time.Instant;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that order all that was ever asked for one job on one host. They grow even when a tree is
 * restored from a backup, because they follow the clock unless something newer is known.
 */
public final class Generation {
  private Generation() {}

  /** Higher than every generation known of the job on the host. */
  public static long next(ClusterView view, HostView host, JobId job, Instant now) {
    LongStream known =
        LongStream.concat(
            LongStream.of(
                ofDeployment(host.deployments().get(job)),
                ofOrder(host.orders().get(job)),
                ofStatus(host.statuses().get(job))),
            ofDeregistration(view, host, job));
    return Math.max(known.max().orElse(0) + 1, now.toEpochMilli());
  }

  private static long ofDeployment(@Nullable Versioned<Deployment> deployment) {
    Long generation = deployment == null ? null : deployment.value().generation();
    return generation == null ? 0 : generation;
  }

  private static long ofOrder(@Nullable Versioned<UndeployOrder> order) {
    return order == null ? 0 : order.value().generation();
  }

  private static long ofStatus(@Nullable StoredStatus status) {
    Long generation = status == null ? null : status.report().generation();
    return generation == null ? 0 : generation;
  }

  private static LongStream ofDeregistration(ClusterView view, HostView host, JobId job) {
    return view.deregistration(host.name()).stream()
        .flatMap(order -> order.value().undeploys().stream())
        .filter(order -> job.equals(order.job().id()))
        .mapToLong(UndeployOrder::generation);
  }
}
