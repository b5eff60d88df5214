package io.helios.model.group;

/** Answer to the creation of a deployment group. */
public record CreateDeploymentGroupResponse(Status status) {
  /** The outcome; no literal may be added, published clients know these. */
  public enum Status {
    CREATED,
    /** There is one with equal selectors. */
    NOT_MODIFIED,
    /** There is one with other selectors. */
    CONFLICT
  }
}
