package io.helios.master.deployment;

import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.JobUndeployResponse;
import io.helios.model.api.SetGoalResponse;

/** Refusals in the words of the published answers. */
final class DeploymentStatuses {
  private DeploymentStatuses() {}

  /** A cordoned host has none of its own: published clients would not know it. */
  static JobDeployResponse.Status deploy(DeploymentRefusal refusal) {
    return switch (refusal.kind()) {
      case JOB_NOT_FOUND, NOT_DEPLOYED -> JobDeployResponse.Status.JOB_NOT_FOUND;
      case FORBIDDEN -> JobDeployResponse.Status.FORBIDDEN;
      case HOST_NOT_FOUND, HOST_CORDONED -> JobDeployResponse.Status.HOST_NOT_FOUND;
      case ALREADY_DEPLOYED -> JobDeployResponse.Status.JOB_ALREADY_DEPLOYED;
      case PORT_CONFLICT -> JobDeployResponse.Status.PORT_CONFLICT;
    };
  }

  static SetGoalResponse.Status setGoal(DeploymentRefusal refusal) {
    return switch (refusal.kind()) {
      case FORBIDDEN -> SetGoalResponse.Status.FORBIDDEN;
      case HOST_NOT_FOUND -> SetGoalResponse.Status.HOST_NOT_FOUND;
      case JOB_NOT_FOUND, NOT_DEPLOYED, ALREADY_DEPLOYED, PORT_CONFLICT, HOST_CORDONED ->
          SetGoalResponse.Status.JOB_NOT_DEPLOYED;
    };
  }

  static JobUndeployResponse.Status undeploy(DeploymentRefusal refusal) {
    return switch (refusal.kind()) {
      case FORBIDDEN -> JobUndeployResponse.Status.FORBIDDEN;
      case HOST_NOT_FOUND -> JobUndeployResponse.Status.HOST_NOT_FOUND;
      case JOB_NOT_FOUND, NOT_DEPLOYED, ALREADY_DEPLOYED, PORT_CONFLICT, HOST_CORDONED ->
          JobUndeployResponse.Status.JOB_NOT_FOUND;
    };
  }
}
