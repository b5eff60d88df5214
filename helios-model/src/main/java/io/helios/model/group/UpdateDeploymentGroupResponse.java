package io.helios.model.group;

/** Answer to a change of a group's selectors. */
public record UpdateDeploymentGroupResponse(Status status) {
  /** The outcome. */
  public enum Status {
    UPDATED,
    NOT_MODIFIED
  }
}
