package io.helios.master.rollout;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;

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

  static Problem noStatusInTime() {
    return new Problem(
        Code.TIMED_OUT_RETRIEVING_JOB_STATUS, "timed out while retrieving job status");
  }

  static Problem becameUnhealthy(JobId job, String state) {
    return new Problem(
        Code.BECAME_UNHEALTHY,
        "job " + job + " did not stay healthy while it was watched (" + state + ")");
  }
}
