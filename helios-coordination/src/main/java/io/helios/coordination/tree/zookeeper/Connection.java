package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree.Watcher;
import io.helios.coordination.tree.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session, opens a new one when it has expired, and puts every watch back each time the
 * connection stands again. All state changes happen on the tree's thread.
 */
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final long PATIENCE_MILLIS = 3_000;
  private static final long RETRY_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 3_000;

  private final ZooKeeperOptions options;
  private final OwnThread thread;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final Object stateChanged = new Object();
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile @Nullable Session session;
  private int sessions;
  private int losses;

  Connection(ZooKeeperOptions options, OwnThread thread) {
    this.options = options;
    this.thread = thread;
  }

  void open() {
    thread.execute(this::openSession);
    thread.executeAfter(
        PATIENCE_MILLIS,
        () -> {
          if (!connected && !closed && losses == 0) {
            log.warn(
                "ZooKeeper at {} cannot be reached yet; trying on until it can", options.connect());
          }
        });
  }

  /** The session while it is connected. */
  @Nullable Session session() {
    return connected ? session : null;
  }

  boolean await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (stateChanged) {
      while (!connected && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(stateChanged, left);
      }
      return connected;
    }
  }

  Subscription watch(TreePath root, Watcher watcher) {
    Watch watch = new Watch(root, watcher);
    watches.add(watch);
    thread.execute(
        () -> {
          @Nullable Session current = session();
          if (current != null) {
            watch.stand(current);
          }
        });
    return () -> {
      if (watches.remove(watch)) {
        thread.execute(watch::end);
      }
    };
  }

  /** Ends the session; its ephemeral nodes go if ZooKeeper can be told in time. */
  void close() {
    @Nullable Session last;
    synchronized (stateChanged) {
      closed = true;
      connected = false;
      last = session;
      session = null;
      stateChanged.notifyAll();
    }
    if (last != null) {
      end(last);
    }
  }

  private void openSession() {
    int number = ++sessions;
    synchronized (stateChanged) {
      if (closed) {
        return;
      }
      try {
        session =
            new Session(
                options, event -> thread.execute(() -> sessionEvent(number, event.getState())));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open a connection to " + options.connect(), e);
      }
    }
  }

  private void sessionEvent(int number, KeeperState state) {
    if (number != sessions || closed) {
      return;
    }
    switch (state) {
      case SyncConnected -> stand();
      case Expired -> {
        lose();
        log.warn(
            "the session with ZooKeeper at {} has expired; a new one begins", options.connect());
        openSession();
      }
      default -> lose();
    }
  }

  private void stand() {
    @Nullable Session current = session;
    if (connected || current == null) {
      return;
    }
    log.info("connected to ZooKeeper at {}", options.connect());
    createChroot(current);
    become(true);
    watches.forEach(watch -> watch.stand(current));
  }

  private void lose() {
    if (connected) {
      losses++;
      log.warn(
          "lost the connection to ZooKeeper at {}; trying on until it is back", options.connect());
      become(false);
      watches.forEach(Watch::fall);
    }
  }

  private void become(boolean now) {
    synchronized (stateChanged) {
      connected = now && !closed;
      stateChanged.notifyAll();
    }
  }

  /** Sent ahead of everything else; answers are of no interest, whoever needs it will notice. */
  private void createChroot(Session current) {
    Deque<TreePath> missing = new ArrayDeque<>();
    for (TreePath at = options.chroot(); !at.equals(TreePath.ROOT); at = at.parent()) {
      missing.push(at);
    }
    for (TreePath path : missing) {
      current.create(
          path.value(),
          new byte[0],
          Ids.OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT,
          (int code, String at, Object context, String name) ->
              log.debug("chroot {}: {}", at, Code.get(code)),
          null);
    }
  }

  /** The client waits for the server's answer, which may never come: not longer than that. */
  private static void end(Session last) {
    Thread closing = new Thread(last::end, "tree-closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One recursive watch, through all sessions. */
  private final class Watch implements org.apache.zookeeper.Watcher {
    private final TreePath root;
    private final Watcher watcher;
    private boolean standing;
    private boolean ended;

    Watch(TreePath root, Watcher watcher) {
      this.root = root;
      this.watcher = watcher;
    }

    void stand(Session current) {
      int lossesBefore = losses;
      current.addWatch(
          current.onServer(root),
          this,
          AddWatchMode.PERSISTENT_RECURSIVE,
          (code, path, context) -> thread.execute(() -> answered(current, code, lossesBefore)),
          null);
    }

    private void answered(Session current, int code, int lossesBefore) {
      if (lossesBefore != losses || ended || standing) {
        return; // Put back when the connection stands again, or no longer wanted.
      }
      if (code == Code.OK.intValue()) {
        standing = true;
        watcher.connected();
      } else if (code != Code.CONNECTIONLOSS.intValue()) {
        log.error("ZooKeeper refuses to watch {} with {}; trying on", root, Code.get(code));
        thread.executeAfter(
            RETRY_MILLIS,
            () -> {
              if (lossesBefore == losses && !ended) {
                stand(current);
              }
            });
      }
    }

    void fall() {
      if (standing) {
        standing = false;
        watcher.disconnected();
      }
    }

    void end() {
      ended = true;
      @Nullable Session current = session();
      if (standing && current != null) {
        current.removeWatches(
            current.onServer(root), this, WatcherType.Any, true, (code, path, context) -> {}, null);
      }
      standing = false;
    }

    @Override
    public void process(WatchedEvent event) {
      EventType type = event.getType();
      @Nullable String path = event.getPath();
      if (path == null) {
        return; // Of the session; the connection hears of it.
      }
      thread.execute(() -> happened(type, path, event.getZxid()));
    }

    private void happened(EventType type, String onServer, long zxid) {
      if (!standing) {
        return;
      }
      @Nullable TreePath path = ours(onServer);
      if (path == null) {
        return;
      }
      switch (type) {
        case NodeCreated, NodeDataChanged -> watcher.changed(path, zxid);
        case NodeDeleted -> watcher.deleted(path, zxid);
        default -> log.trace("{} at {} tells nothing new", type, path);
      }
    }

    private @Nullable TreePath ours(String onServer) {
      String chroot = options.chroot().equals(TreePath.ROOT) ? "" : options.chroot().value();
      String path = onServer.substring(chroot.length());
      try {
        return path.isEmpty() ? TreePath.ROOT : TreePath.of(path);
      } catch (IllegalArgumentException e) {
        return null; // Not ours: we would not have given it such a name.
      }
    }
  }
}
