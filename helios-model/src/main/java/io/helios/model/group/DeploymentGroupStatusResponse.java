package io.helios.model.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import io.helios.model.task.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to the question how a group stands.
 *
 * @param error null when there is none, empty when there never was a rollout
 * @param hostStatuses hosts of the group that are UP, in natural order
 * @param deploymentGroupStatus null when there never was a rollout
 * @param rolloutId of the last rollout; null without one, and from the predecessor's masters
 * @param rolloutState how it stands, in our words
 * @param phase what it does or waits for now, in words; null when nothing
 */
public record DeploymentGroupStatusResponse(
    DeploymentGroup deploymentGroup,
    Status status,
    @Nullable String error,
    List<HostStatus> hostStatuses,
    @Nullable DeploymentGroupStatus deploymentGroupStatus,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rolloutId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RolloutState rolloutState,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String phase) {

  public DeploymentGroupStatusResponse {
    Contents.required("deploymentGroup", deploymentGroup);
    Contents.required("status of a deployment group", status);
    hostStatuses = Contents.list("hostStatuses", hostStatuses);
  }

  /** No literal may be added, published clients know these; {@link RolloutState} says more. */
  public enum Status {
    IDLE,
    ROLLING_OUT,
    FAILED,
    ACTIVE
  }

  /**
   * One host of the group.
   *
   * @param jobId a job that the group deployed there
   * @param state of that job
   */
  public record HostStatus(String host, @Nullable JobId jobId, @Nullable State state) {
    public HostStatus {
      Contents.required("host", host);
    }
  }
}
