package io.helios.coordination.tree.zookeeper;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Ends a session behind its owner's back, as the server does with one that was silent too long. */
final class SessionExpiry {
  private SessionExpiry() {}

  static void expire(ZooKeeperTree tree, String connect) throws Exception {
    Session session = tree.connected("expire");
    CountDownLatch taken = new CountDownLatch(1);
    ZooKeeper twin =
        new ZooKeeper(
            connect,
            10_000,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                taken.countDown();
              }
            },
            session.getSessionId(),
            session.getSessionPasswd());
    if (!taken.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the session could not be taken");
    }
    twin.close();
  }
}
