package io.helios.coordination.tree;

/** A transaction met other facts than it relied on; nothing of it was written. */
public final class ChangeRejected extends Exception {
  /** Which kind of fact was different. */
  public enum Reason {
    /** A node that was to be created is there. */
    EXISTS,
    /** A node, or the parent of one to be created, is not there. */
    MISSING,
    /** The data's version is another one. */
    VERSION,
    /** A node that was to be deleted has children. */
    NOT_EMPTY
  }

  private final Reason reason;
  private final TreePath path;

  public ChangeRejected(Reason reason, TreePath path) {
    super(reason + " at " + path);
    this.reason = reason;
    this.path = path;
  }

  public Reason reason() {
    return reason;
  }

  /** Path of the first change that did not fit. */
  public TreePath path() {
    return path;
  }
}
