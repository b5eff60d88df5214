package io.helios.master;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out, as soon as ZooKeeper can be reached, which cluster this master belongs to, makes it if
 * there is none, and remembers it on disk so that no other one is ever taken for it.
 */
final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final String FILE = "cluster-id";
  private static final long RETRY_MILLIS = 1_000;

  private final Tree tree;
  private final StateFile file;
  private final Optional<String> expected;
  private final boolean accept;
  private final Consumer<String> joined;
  private final ThreadPoolExecutor executor;
  private @Nullable Subscription subscription;
  private volatile @Nullable String clusterId;
  private volatile @Nullable String obstacle;

  /**
   * A membership that was not begun yet.
   *
   * @param expected identity of the only cluster to join, where none was joined before
   * @param accept whether a tree of another or no identity is taken
   * @param joined told once, with the cluster's identity
   */
  Membership(
      Tree tree,
      Path stateDirectory,
      Optional<String> expected,
      boolean accept,
      Consumer<String> joined) {
    this.tree = tree;
    this.file = new StateFile(stateDirectory.resolve(FILE));
    this.expected = expected;
    this.accept = accept;
    this.joined = joined;
    this.executor =
        new ThreadPoolExecutor(
            0,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "membership");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    subscription =
        tree.watch(
            Paths.IDENTITIES,
            new Tree.Watcher() {
              @Override
              public void changed(TreePath path, long zxid) {
                post();
              }

              @Override
              public void deleted(TreePath path, long zxid) {
                // Found out by whoever writes: every transaction checks the identity.
              }

              @Override
              public void connected() {
                post();
              }

              @Override
              public void disconnected() {
                // A cluster once joined stays the one.
              }
            });
  }

  /** Empty while it is not known. */
  Optional<String> clusterId() {
    return Optional.ofNullable(clusterId);
  }

  /** Why this master will not work with that tree, if that is so. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    executor.shutdownNow();
  }

  private void post() {
    try {
      executor.execute(this::join);
    } catch (RejectedExecutionException e) {
      log.debug("closed");
    }
  }

  private void join() {
    if (clusterId != null) {
      return;
    }
    try {
      String id =
          ClusterIdentity.establish(tree, file.read().or(() -> expected).orElse(null), accept);
      file.write(id);
      clusterId = id;
      obstacle = null;
      log.info("working in cluster {}", id);
      joined.accept(id);
    } catch (TreeUnavailable e) {
      log.debug("joining later", e);
      joinLater();
    } catch (ClusterIdentity.Refused | IllegalStateException e) {
      complain(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      complain("The cluster's identity cannot be kept in " + file + ": " + FileProblem.inWords(e));
      joinLater();
    }
  }

  private void complain(String message) {
    if (!message.equals(obstacle)) {
      log.error("{}", message);
    }
    obstacle = message;
  }

  private void joinLater() {
    CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(this::post);
  }
}
