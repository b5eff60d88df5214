package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.TreePath;
import java.io.IOException;
import java.util.List;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.AsyncCallback.MultiCallback;
import org.apache.zookeeper.AsyncCallback.VoidCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.SyncResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ZooKeeper's client, one session of it as Curator keeps it, with the requests whose reply's zxid
 * is wanted: the public methods drop it.
 */
@SuppressWarnings("try") // Its close() is Curator's business, with the interrupt it may throw.
final class Session extends ZooKeeper {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /**
   * Largest answer that is accepted. The client's own limit of 1 MB would cut the connection where
   * a batch of reads, each of them small enough, is larger together.
   */
  private static final int LARGEST_ANSWER = 64 << 20;

  private final TreePath chroot;
  private volatile boolean silent;

  /** Gets the answer to many operations; results only when there was an answer. */
  interface ManyCallback {
    void answered(int code, long zxid, @Nullable List<OpResult> results);
  }

  /** Gets the answer to a sync. */
  interface SyncCallback {
    void answered(int code, long zxid);
  }

  Session(String servers, int timeoutMillis, Watcher watcher, TreePath chroot) throws IOException {
    super(servers, timeoutMillis, watcher, configuration());
    this.chroot = chroot;
  }

  private static ZKClientConfig configuration() {
    ZKClientConfig configuration = new ZKClientConfig();
    configuration.setProperty("jute.maxbuffer", Integer.toString(LARGEST_ANSWER));
    return configuration;
  }

  /**
   * From now on it ends as by the death of its process: the server keeps the session, with its
   * ephemeral nodes, until it times out.
   */
  void endSilently() {
    silent = true;
  }

  @Override
  public synchronized void close() throws InterruptedException {
    if (silent) {
      cnxn.disconnect();
    } else {
      super.close();
    }
  }

  /** The path as the server knows it. */
  String onServer(TreePath path) {
    if (chroot.equals(TreePath.ROOT)) {
      return path.value();
    }
    return path.equals(TreePath.ROOT) ? chroot.value() : chroot.value() + path.value();
  }

  /** Waits for it. Whoever needs it will notice when it could not be created. */
  void createChroot() {
    try {
      ZKPaths.mkdirs(this, chroot.value());
    } catch (KeeperException e) {
      log.debug("the chroot {} was not created", chroot, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void transact(List<Op> ops, ManyCallback callback) {
    many(OpCode.multi, ops, callback);
  }

  void readMany(List<Op> ops, ManyCallback callback) {
    many(OpCode.multiRead, ops, callback);
  }

  private void many(int type, List<Op> ops, ManyCallback callback) {
    ReplyHeader reply = new ReplyHeader();
    MultiCallback whenDone =
        (code, path, context, results) -> callback.answered(code, reply.getZxid(), results);
    cnxn.queuePacket(
        header(type),
        reply,
        new MultiOperationRecord(ops),
        new MultiResponse(),
        whenDone,
        null,
        null,
        null,
        null);
  }

  void sync(SyncCallback callback) {
    ReplyHeader reply = new ReplyHeader();
    VoidCallback whenDone = (code, path, context) -> callback.answered(code, reply.getZxid());
    String path = onServer(TreePath.ROOT);
    cnxn.queuePacket(
        header(OpCode.sync),
        reply,
        new SyncRequest(path),
        new SyncResponse(),
        whenDone,
        path,
        path,
        null,
        null);
  }

  private static RequestHeader header(int type) {
    RequestHeader header = new RequestHeader();
    header.setType(type);
    return header;
  }
}
