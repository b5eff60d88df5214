package io.helios.coordination.tree;

/**
 * The tree could not be reached, or the connection was lost before the answer came. A write may or
 * may not have happened.
 */
public final class TreeUnavailable extends Exception {
  public TreeUnavailable(String attempted, Throwable cause) {
    super(attempted, cause);
  }

  public TreeUnavailable(String attempted) {
    super(attempted);
  }
}
