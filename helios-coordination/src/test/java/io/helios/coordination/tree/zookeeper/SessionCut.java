package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.TreeUnavailable;

/** Leaves a session behind at the server, as a process does that is killed. */
public final class SessionCut {
  private SessionCut() {}

  /** The tree is of no use any more, but has to be closed all the same. */
  public static void cut(ZooKeeperTree tree) {
    try {
      tree.connected("cut").cut();
    } catch (TreeUnavailable e) {
      // There is no connection to be cut.
    }
  }
}
