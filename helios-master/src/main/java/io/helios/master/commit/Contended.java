package io.helios.master.commit;

import io.helios.coordination.tree.ChangeRejected;

/** The tree was different from what the view said, again and again until the time was up. */
public final class Contended extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ChangeRejected last;

  Contended(ChangeRejected last) {
    super("gave up after repeated conflicts", last);
    this.last = last;
  }

  /** What did not fit the last time. */
  public ChangeRejected last() {
    return last;
  }
}
