package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.TreeUnavailable;

/** Leaves a session behind at the server, as a process does that is killed. */
public final class SessionCut {
  private SessionCut() {}

  /** Closes the tree; the server does not learn of it. */
  public static void close(ZooKeeperTree tree) {
    try {
      tree.connected("cut").endSilently();
    } catch (TreeUnavailable e) {
      // There is no connection to be cut.
    }
    tree.close();
  }
}
