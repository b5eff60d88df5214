package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree.Watcher;
import io.helios.coordination.tree.TreePath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Curator's session with ZooKeeper as the tree sees it: when it can be asked, and every watch put
 * back each time the connection stands again. All state changes happen on the tree's thread.
 *
 * <p>Curator connects, and replaces a session that has expired. Its connection states come on a
 * thread of its own, late and out of step with the watch events; so what it hears of the session is
 * listened to where it hears it, on ZooKeeper's event thread.
 */
final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final long PATIENCE_MILLIS = 3_000;
  private static final long RETRY_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 3_000;
  private static final int LAST_ANSWERS_MILLIS = 1_000;

  private final ZooKeeperOptions options;
  private final OwnThread thread;
  private final CuratorFramework client;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final Object stateChanged = new Object();
  private volatile boolean closed;
  private volatile @Nullable Session session;
  private int losses;

  Connection(ZooKeeperOptions options, OwnThread thread) {
    this.options = options;
    this.thread = thread;
    int sessionMillis = Math.toIntExact(options.sessionTimeout().toMillis());
    this.client =
        CuratorFrameworkFactory.builder()
            .connectString(options.servers())
            .sessionTimeoutMs(sessionMillis)
            .connectionTimeoutMs(sessionMillis)
            // Only for what is asked through Curator; our calls go to the session and fail at once.
            .retryPolicy(new RetryForever((int) RETRY_MILLIS))
            .ensembleTracker(false)
            .waitForShutdownTimeoutMs(LAST_ANSWERS_MILLIS)
            .zookeeperFactory(
                (servers, millis, watcher, readOnly) ->
                    new Session(servers, millis, watcher, options.chroot()))
            .build();
    client.getCuratorListenable().addListener(this::heard);
  }

  void open() {
    client.start();
    thread.executeAfter(
        PATIENCE_MILLIS,
        () -> {
          if (session == null && !closed && losses == 0) {
            log.warn(
                "ZooKeeper at {} cannot be reached yet; trying on until it can", options.connect());
          }
        });
  }

  /** The session while it is connected. */
  @Nullable Session session() {
    return session;
  }

  boolean await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (stateChanged) {
      while (session == null && !closed) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(stateChanged, left);
      }
      return session != null;
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

  /**
   * Ends the session; its ephemeral nodes go if ZooKeeper can be told in time. The client waits for
   * the server's answer, which may never come: not longer than that.
   */
  void close() {
    synchronized (stateChanged) {
      closed = true;
      become(null);
    }
    Thread closing = new Thread(client::close, "tree-closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On ZooKeeper's event thread, in one order with the watch events and answers of the session. */
  private void heard(CuratorFramework source, CuratorEvent event) throws Exception {
    if (event.getType() == CuratorEventType.WATCHED) {
      KeeperState state = event.getWatchedEvent().getState();
      // Does not block here; after an expiry it is the new one.
      Session current = (Session) source.getZookeeperClient().getZooKeeper();
      thread.execute(() -> heard(state, current));
    }
  }

  private void heard(KeeperState state, Session current) {
    switch (state) {
      case SyncConnected -> stand(current);
      case Expired -> {
        log.warn(
            "the session with ZooKeeper at {} has expired; a new one begins", options.connect());
        if (session != current) { // Else the new one was quicker to tell of its connection.
          lose();
        }
      }
      case SaslAuthenticated -> log.debug("ZooKeeper knows who we are");
      default -> lose();
    }
  }

  private void stand(Session current) {
    if (session == current || closed) {
      return;
    }
    lose(); // Of the session before, should nobody have said so yet.
    log.info("connected to ZooKeeper at {}", options.connect());
    current.createChroot();
    become(current);
    watches.forEach(watch -> watch.stand(current));
  }

  private void lose() {
    if (session != null) {
      losses++;
      log.warn(
          "lost the connection to ZooKeeper at {}; trying on until it is back", options.connect());
      become(null);
      watches.forEach(Watch::fall);
    }
  }

  private void become(@Nullable Session now) {
    synchronized (stateChanged) {
      session = closed ? null : now;
      stateChanged.notifyAll();
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
