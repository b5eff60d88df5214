package io.helios.cli.await;

import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands on a host.
 *
 * @param registered whether the cluster knows the host
 * @param deployment what is asked for; null if nothing
 * @param report what the agent last said; null if nothing
 */
public record HostFacts(
    boolean registered, boolean up, @Nullable Deployment deployment, @Nullable TaskReport report) {

  static HostFacts of(Optional<HostStatus> host, JobId job) {
    if (host.isEmpty()) {
      return new HostFacts(false, false, null, null);
    }
    HostStatus status = host.get();
    TaskStatus task = status.statuses().get(job);
    return new HostFacts(
        true,
        status.status() == HostStatus.Status.UP,
        status.jobs().get(job),
        task == null ? null : task.report());
  }

  /** Whether the report is about what is asked for now, not about an earlier deployment. */
  boolean isCurrent() {
    if (deployment == null || report == null) {
      return false;
    }
    Long asked = deployment.generation();
    Long reported = report.generation();
    return asked == null || (reported != null && reported >= asked);
  }
}
