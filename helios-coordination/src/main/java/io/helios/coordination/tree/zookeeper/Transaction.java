package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.ChangeRejected.Reason;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Changes.Change;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.jspecify.annotations.Nullable;

/** {@link Changes} in ZooKeeper's words, and ZooKeeper's answer in ours. */
final class Transaction {
  private Transaction() {}

  static List<Op> ops(Changes changes, Function<TreePath, String> onServer) {
    List<Op> ops = new ArrayList<>(changes.list().size());
    for (Change change : changes.list()) {
      ops.add(op(change, onServer.apply(change.path())));
    }
    return ops;
  }

  private static Op op(Change change, String path) {
    if (change instanceof Changes.Check check) {
      return Op.check(path, check.version());
    }
    if (change instanceof Changes.Create create) {
      CreateMode mode = create.ephemeral() ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
      return Op.create(path, create.data(), Ids.OPEN_ACL_UNSAFE, mode);
    }
    if (change instanceof Changes.Set set) {
      return Op.setData(path, set.data(), set.version());
    }
    if (change instanceof Changes.Delete delete) {
      return Op.delete(path, delete.version());
    }
    throw new IllegalArgumentException("unknown change: " + change);
  }

  /** Why it failed: {@link ChangeRejected} or {@link TreeUnavailable}. */
  static Exception failure(Changes changes, int code, @Nullable List<OpResult> results) {
    if (results != null) {
      for (int i = 0; i < results.size(); i++) {
        // Before the first that does not fit stand OKs, behind it "runtime inconsistency".
        if (results.get(i) instanceof OpResult.ErrorResult error
            && error.getErr() != Code.OK.intValue()) {
          return failure(changes.list().get(i), Code.get(error.getErr()));
        }
      }
    }
    return Failures.of("commit " + changes.list().size() + " changes", code);
  }

  private static Exception failure(Change change, @Nullable Code code) {
    TreePath path = change.path();
    if (code == Code.NODEEXISTS) {
      return new ChangeRejected(Reason.EXISTS, path);
    }
    if (code == Code.NONODE) {
      return new ChangeRejected(Reason.MISSING, path);
    }
    if (code == Code.BADVERSION) {
      return new ChangeRejected(Reason.VERSION, path);
    }
    if (code == Code.NOTEMPTY) {
      return new ChangeRejected(Reason.NOT_EMPTY, path);
    }
    return new TreeUnavailable("commit: ZooKeeper refuses with " + code + " at " + path);
  }
}
