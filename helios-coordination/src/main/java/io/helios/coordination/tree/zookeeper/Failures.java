package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.TreeUnavailable;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/** What ZooKeeper's codes mean for who asked. */
final class Failures {
  private Failures() {}

  static TreeUnavailable of(String attempted, int number) {
    Code code = Code.get(number);
    String meaning =
        switch (code == null ? Code.SYSTEMERROR : code) {
          case CONNECTIONLOSS -> "the connection to ZooKeeper was lost before the answer came";
          case SESSIONEXPIRED -> "the session with ZooKeeper has expired";
          case OPERATIONTIMEOUT, REQUESTTIMEOUT -> "ZooKeeper did not answer in time";
          default -> "ZooKeeper refuses with " + (code == null ? number : code.name());
        };
    return new TreeUnavailable(
        attempted + ": " + meaning, KeeperException.create(code == null ? Code.SYSTEMERROR : code));
  }
}
