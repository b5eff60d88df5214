package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.TreePath;
import java.io.IOException;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.jspecify.annotations.Nullable;

/** What an agent writes and reads, in ZooKeeper's words. */
final class Changes {
  private Changes() {}

  static Op create(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  static Op createEphemeral(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
  }

  /**
   * Puts data there.
   *
   * @param there whether the node stands already
   */
  static Op put(TreePath path, byte[] data, boolean there) {
    return there ? Op.setData(path.value(), data, -1) : create(path.value(), data);
  }

  /** What was read; null where there is none, and anew where it cannot be read, as agents do. */
  static @Nullable StoredHistory history(OpResult result) {
    if (!(result instanceof GetDataResult got)) {
      return null;
    }
    try {
      return Stored.read(got.getData(), StoredHistory.class);
    } catch (IOException e) {
      return new StoredHistory(List.of());
    }
  }
}
