package io.helios.agent.task;

import io.helios.model.job.Job;
import io.helios.model.task.Goal;

/**
 * What was last asked for of one task.
 *
 * @param generation of the deployment or order that asks; containers of a newer one are not its
 *     business
 * @param orphaned true when the cluster, although reachable, no longer shows the deployment; the
 *     last known goal then stays in force, because absence never stops a container
 */
public record Demand(Job job, Goal goal, long generation, boolean orphaned) {
  public Demand asOrphan() {
    return new Demand(job, goal, generation, true);
  }
}
