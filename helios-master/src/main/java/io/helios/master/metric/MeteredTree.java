package io.helios.master.metric;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A tree whose calls are timed, under the predecessor's names. */
public final class MeteredTree implements Tree {
  private static final String PREFIX = "helios.zookeeper.";

  private final Tree tree;
  private final Timer getData;
  private final Timer getChildren;
  private final Timer transaction;
  private final Timer sync;
  private final Meter errors;

  public MeteredTree(Tree tree, MetricRegistry registry) {
    this.tree = tree;
    this.getData = registry.timer(PREFIX + "getData");
    this.getChildren = registry.timer(PREFIX + "getChildren");
    this.transaction = registry.timer(PREFIX + "transaction");
    this.sync = registry.timer(PREFIX + "sync");
    this.errors = registry.meter(PREFIX + "transient_error_meter");
    Meter changed = registry.meter(PREFIX + "connection_state_changed");
    Meter connected = registry.meter(PREFIX + "connection_state_CONNECTED");
    Meter suspended = registry.meter(PREFIX + "connection_state_SUSPENDED");
    // Nothing happens at that path: only the connection is listened to.
    tree.watch(
        TreePath.of("/no-such-node"),
        new Watcher() {
          @Override
          public void changed(TreePath path, long zxid) {
            // Nobody writes there.
          }

          @Override
          public void deleted(TreePath path, long zxid) {
            // Nobody writes there.
          }

          @Override
          public void connected() {
            changed.mark();
            connected.mark();
          }

          @Override
          public void disconnected() {
            changed.mark();
            suspended.mark();
          }
        });
  }

  @Override
  public Optional<Node> get(TreePath path) throws TreeUnavailable {
    return timed(getData, () -> tree.get(path));
  }

  @Override
  public List<String> children(TreePath path) throws TreeUnavailable {
    return timed(getChildren, () -> tree.children(path));
  }

  @Override
  public void read(
      Collection<TreePath> paths, Consumer<Readings> then, Consumer<TreeUnavailable> failed) {
    tree.read(paths, then, failed);
  }

  @Override
  public long commit(Changes changes) throws ChangeRejected, TreeUnavailable {
    return timed(transaction, () -> tree.commit(changes));
  }

  @Override
  public long sync() throws TreeUnavailable {
    return timed(sync, () -> tree.sync());
  }

  @Override
  public Subscription watch(TreePath root, Watcher watcher) {
    return tree.watch(root, watcher);
  }

  @Override
  public boolean isConnected() {
    return tree.isConnected();
  }

  @Override
  public void close() {
    tree.close();
  }

  private interface Call<T, E extends Exception> {
    T run() throws TreeUnavailable, E;
  }

  private <T, E extends Exception> T timed(Timer timer, Call<T, E> call) throws TreeUnavailable, E {
    Timer.Context timing = timer.time();
    try {
      return call.run();
    } catch (TreeUnavailable e) {
      errors.mark();
      throw e;
    } finally {
      timing.stop();
    }
  }
}
