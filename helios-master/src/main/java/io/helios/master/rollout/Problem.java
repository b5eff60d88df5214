package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a host failed, in the words of the predecessor.
 *
 * @param code for programs
 * @param message for people, without the host's name
 */
record Problem(Code code, String message) {
  /** What goes wrong with a host. */
  enum Code {
    TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING,
    IMAGE_MISSING,
    IMAGE_PULL_FAILED,
    TIMED_OUT_RETRIEVING_JOB_STATUS,
    TIMED_OUT_WAITING_FOR_JOB_TO_UNDEPLOY,
    JOB_UNEXPECTEDLY_UNDEPLOYED,
    JOB_ALREADY_DEPLOYED,
    PORT_CONFLICT,
    TOKEN_VERIFICATION_ERROR,
    JOB_NOT_FOUND,
    /** It was healthy, and no longer is while the canaries are watched. */
    BECAME_UNHEALTHY
  }

  private static final Set<String> NOT_RUNNING =
      Set.of(
          Code.TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING.name(),
          Code.IMAGE_MISSING.name(),
          Code.IMAGE_PULL_FAILED.name());

  static Problem neverDeployed(JobId job) {
    return new Problem(
        Code.JOB_UNEXPECTEDLY_UNDEPLOYED,
        "the deployment of job "
            + job
            + " was not found, it was unexpectedly undeployed, perhaps manually");
  }

  static Problem alreadyDeployed() {
    return new Problem(
        Code.JOB_ALREADY_DEPLOYED,
        "job was already deployed, either manually or by a different deployment group");
  }

  static Problem portTaken(String port, JobId job, JobId holder, HostName host) {
    return new Problem(
        Code.PORT_CONFLICT,
        "Allocation of port %s for job %s collides with job %s on host %s (the conflicting job was deployed manually or by a different deployment group)"
            .formatted(port, job, holder, host));
  }

  static Problem wrongToken(JobId job) {
    return new Problem(Code.TOKEN_VERIFICATION_ERROR, "Token verification failed for job " + job);
  }

  static Problem noSuchJob(JobId job) {
    return new Problem(Code.JOB_NOT_FOUND, "job does not exist: " + job);
  }

  static Problem notUndeployedInTime() {
    return new Problem(
        Code.TIMED_OUT_WAITING_FOR_JOB_TO_UNDEPLOY, "timed out while waiting for job undeployment");
  }

  /**
   * The job was deployed and did not get to run.
   *
   * @param states the last ones that are known, oldest first
   */
  static Problem notRunningInTime(JobId job, @Nullable TaskReport report, List<State> states) {
    if (report == null) {
      return noStatusInTime();
    }
    String what = "timed out waiting for job " + job + " to reach state RUNNING ";
    String course =
        "(terminal job state %s, previous states: %s)"
            .formatted(
                report.state(), states.stream().map(State::name).collect(Collectors.joining("->")));
    if (report.throttled() == ThrottleState.IMAGE_MISSING) {
      return new Problem(Code.IMAGE_MISSING, what + "due to missing Docker image " + course);
    } else if (report.throttled() == ThrottleState.IMAGE_PULL_FAILED) {
      return new Problem(
          Code.IMAGE_PULL_FAILED, what + "due to failure pulling Docker image " + course);
    }
    String error =
        report.containerError().isEmpty() ? "" : " container error: " + report.containerError();
    return new Problem(Code.TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING, what + course + error);
  }

  /** Whether what is said of the host would be more with the states that its task went through. */
  static boolean wantsStates(HostProgress record) {
    return record.state() == HostOutcome.State.FAILED
        && record.code() != null
        && NOT_RUNNING.contains(record.code());
  }

  private static Problem noStatusInTime() {
    return new Problem(
        Code.TIMED_OUT_RETRIEVING_JOB_STATUS, "timed out while retrieving job status");
  }

  static Problem becameUnhealthy(JobId job, String state) {
    return new Problem(
        Code.BECAME_UNHEALTHY,
        "job " + job + " did not stay healthy while it was watched (" + state + ")");
  }
}
