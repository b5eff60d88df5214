package io.helios.master.rollout;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout needs to know of one host, as the view shows it. "The job" is the one that the
 * rollout brings to the host now.
 *
 * @param member whether the group's selectors choose the host
 * @param cordon why it takes no new deployments, in words; null when it does
 * @param placed the deployment of the job; null when there is none, or nothing is to be brought
 * @param report what the agent says of the job; null for nothing
 * @param others the group's other jobs there, which have to go
 * @param present jobs of which something may still run there: reported, or ordered away
 * @param served whether an instance of the group runs there and is healthy
 * @param portsClash whether the job needs a static port that one of the others holds
 * @param nextGeneration for a deployment of the job that is made now
 * @param obstacle why the job can't be brought there; null when it can
 */
record HostFacts(
    HostName host,
    boolean member,
    boolean up,
    @Nullable String cordon,
    @Nullable Placed placed,
    @Nullable TaskReport report,
    List<JobId> others,
    Set<JobId> present,
    boolean served,
    boolean portsClash,
    long nextGeneration,
    @Nullable Problem obstacle) {

  HostFacts {
    others = List.copyOf(others);
    present = Set.copyOf(present);
  }

  /**
   * A deployment of the job.
   *
   * @param owned whether it is the group's
   */
  record Placed(long generation, Goal goal, boolean owned) {
    boolean isRight() {
      return owned && goal == Goal.START;
    }
  }

  /** Whether the deployment is the group's and meant to run. */
  boolean isRight() {
    return placed != null && placed.isRight();
  }

  /**
   * Whether the job runs there as it is deployed now and is healthy. What a host that is down said
   * last does not count, nor what was said of an earlier deployment.
   */
  boolean isHealthy() {
    return up && current() && isRunning(report);
  }

  /** Whether the agent says of this deployment that it does not get along. */
  boolean isSick() {
    return up
        && current()
        && report != null
        && (report.throttled() != ThrottleState.NO || report.state() == State.FAILED);
  }

  /** Whether the job is all that the group has there, and healthy. */
  boolean isSettled() {
    return isRight() && others.isEmpty() && isHealthy();
  }

  /** Whether one of the jobs, which were ordered away, may still run there. */
  boolean stillHasAnyOf(List<JobId> jobs) {
    return jobs.stream().anyMatch(present::contains);
  }

  /** Whether the agent has started the container again since this deployment was made. */
  boolean wasRestarted() {
    return current() && report != null && report.restarts() != null && report.restarts() > 0;
  }

  private boolean current() {
    return placed != null
        && report != null
        && report.generation() != null
        && report.generation() >= placed.generation();
  }

  static boolean isRunning(@Nullable TaskReport report) {
    return report != null
        && report.state() == State.RUNNING
        && report.health() != HealthState.UNHEALTHY;
  }
}
