package io.helios.master.view;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.Set;

/**
 * What one batch of changes touched; what became of it is in the {@link ClusterView}. A thing may
 * be named although it looks as before.
 *
 * @param revision how far the view has come
 * @param hosts that came, went, or changed in themselves; not for a change of one of their tasks
 * @param jobs that came or went
 * @param tasks whose deployment, order or status changed
 */
public record ViewChange(long revision, Set<HostName> hosts, Set<JobId> jobs, Set<TaskKey> tasks) {
  public ViewChange {
    hosts = Set.copyOf(hosts);
    jobs = Set.copyOf(jobs);
    tasks = Set.copyOf(tasks);
  }

  public boolean isEmpty() {
    return hosts.isEmpty() && jobs.isEmpty() && tasks.isEmpty();
  }
}
