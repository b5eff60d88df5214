package io.helios.master.view;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.Set;

/**
 * What one batch of changes touched; what became of it is in the {@link ClusterView}. A thing may
 * be named although it looks as before.
 *
 * @param revision how far the view has come
 * @param hosts that came, went, or changed in themselves; not for a change of one of their tasks,
 *     nor for what an agent that is connected says of its machine
 * @param jobs that came or went
 * @param tasks whose deployment, order or status changed
 * @param groups that came, went, or changed in themselves; not for a change of which hosts match
 * @param rollouts that came, went or went on
 */
public record ViewChange(
    long revision,
    Set<HostName> hosts,
    Set<JobId> jobs,
    Set<TaskKey> tasks,
    Set<String> groups,
    Set<String> rollouts) {
  public ViewChange {
    hosts = Set.copyOf(hosts);
    jobs = Set.copyOf(jobs);
    tasks = Set.copyOf(tasks);
    groups = Set.copyOf(groups);
    rollouts = Set.copyOf(rollouts);
  }

  public boolean isEmpty() {
    return hosts.isEmpty()
        && jobs.isEmpty()
        && tasks.isEmpty()
        && groups.isEmpty()
        && rollouts.isEmpty();
  }
}
