package io.helios.coordination.mirror;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands everything on until it is closed. A listener's mistake with one node must not stop the
 * view: it is logged.
 */
final class GuardedListener implements TreeMirror.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GuardedListener.class);

  private final TreeMirror.Listener listener;
  private final Set<TreePath> roots;
  private volatile boolean closed;

  /**
   * @param roots what it listens to
   */
  GuardedListener(TreeMirror.Listener listener, Set<TreePath> roots) {
    this.listener = listener;
    this.roots = roots;
  }

  @Override
  public void announced(List<TreePath> paths) {
    tell(() -> listener.announced(paths));
  }

  @Override
  public void changed(Node node) {
    tell(() -> listener.changed(node));
  }

  @Override
  public void removed(TreePath path, long zxid) {
    tell(() -> listener.removed(path, zxid));
  }

  @Override
  public void passed(TreePath path, long since, long zxid) {
    tell(() -> listener.passed(path, since, zxid));
  }

  @Override
  public void settled(long revision) {
    tell(() -> listener.settled(revision));
  }

  @Override
  public void live(long revision) {
    tell(() -> listener.live(revision));
  }

  @Override
  public void stale() {
    tell(listener::stale);
  }

  private void tell(Runnable call) {
    if (closed) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("the listener of {} failed", roots, e);
    }
  }

  /** It hears nothing more. */
  @Override
  public void close() {
    closed = true;
  }
}
