package io.helios.coordination.tree;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The shared tree as one session sees it. Everything that this tree tells (watch events, results of
 * {@link #read}) is told on one thread, in the order in which the changes were committed.
 *
 * <p>Blocking methods must not be called from that thread.
 */
public interface Tree extends AutoCloseable {

  /**
   * Reads one node; empty when it is not there.
   *
   * @throws TreeUnavailable when there is no connection, or it was lost
   */
  Optional<Node> get(TreePath path) throws TreeUnavailable;

  /**
   * Names of the children; empty when the node has none or is not there.
   *
   * @throws TreeUnavailable when there is no connection, or it was lost
   */
  List<String> children(TreePath path) throws TreeUnavailable;

  /**
   * Reads nodes with the names of their children in as few requests as possible, without blocking.
   * Exactly one of the two is called, on the tree's thread.
   */
  void read(Collection<TreePath> paths, Consumer<Readings> then, Consumer<TreeUnavailable> failed);

  /**
   * Makes all changes or none. When it returns, every change up to and including these has been
   * told to this tree's watchers.
   *
   * @return the zxid of the transaction, or 0 when the changes were empty
   * @throws ChangeRejected when a fact is different; nothing was written
   * @throws TreeUnavailable when the outcome is unknown
   * @throws IllegalArgumentException when the changes are larger than {@link Changes#LARGEST}
   */
  long commit(Changes changes) throws ChangeRejected, TreeUnavailable;

  /**
   * When it returns, every change that anybody committed before the call has been told to this
   * tree's watchers.
   *
   * @return a zxid up to which everything has been told
   * @throws TreeUnavailable when there is no connection, or it was lost
   */
  long sync() throws TreeUnavailable;

  /**
   * Tells of every change at or below a path from now on, until closed. The node need not exist.
   * After a lost connection nothing is told of what happened meanwhile: {@link Watcher#connected}
   * says when to look again.
   */
  Subscription watch(TreePath root, Watcher watcher);

  /** Whether the session is connected now. */
  boolean isConnected();

  @Override
  void close();

  /** A node and the names of its children, read together. */
  record Reading(Node node, List<String> children) {}

  /**
   * What was found.
   *
   * @param found one entry per path that exists
   * @param upTo zxid up to which every change was told to watchers before this; nothing that was
   *     read here is newer
   */
  record Readings(Map<TreePath, Reading> found, long upTo) {}

  /** Gets told what happens; must return quickly. */
  interface Watcher {
    /** The node was created, or its data changed. */
    void changed(TreePath path, long zxid);

    /** The node was deleted. */
    void deleted(TreePath path, long zxid);

    /** The watch stands (now, or again after a loss): read everything. */
    void connected();

    /** Nothing is told until {@link #connected}. */
    void disconnected();
  }
}
