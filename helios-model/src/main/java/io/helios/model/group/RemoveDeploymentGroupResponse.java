package io.helios.model.group;

/** Answer to the removal of a deployment group. */
public record RemoveDeploymentGroupResponse(Status status) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    REMOVED,
    DEPLOYMENT_GROUP_NOT_FOUND
  }
}
