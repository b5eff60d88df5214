package io.helios.benchmarks.agents;

import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.SessionCut;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An agent's tree, of which somebody hears what the agent writes. */
final class HeardTree implements Tree {
  private final ZooKeeperTree tree;
  private final Ear ear;
  private volatile boolean cut;

  /** Gets told on the threads that commit; must return quickly. */
  interface Ear {
    void committed(Changes changes, long zxid);

    void rejected(ChangeRejected why);
  }

  HeardTree(ZooKeeperTree tree, Ear ear) {
    this.tree = tree;
    this.ear = ear;
  }

  /**
   * Leaves the session behind, as the death of the process would: whatever its agent does until it
   * has noticed, it does not reach ZooKeeper any more.
   */
  void cut() {
    cut = true;
    SessionCut.close(tree);
  }

  private void refuseIfCut() throws TreeUnavailable {
    if (cut) {
      throw new TreeUnavailable("the session was cut");
    }
  }

  @Override
  public long commit(Changes changes) throws ChangeRejected, TreeUnavailable {
    refuseIfCut();
    try {
      long zxid = tree.commit(changes);
      ear.committed(changes, zxid);
      return zxid;
    } catch (ChangeRejected e) {
      ear.rejected(e);
      throw e;
    }
  }

  @Override
  public Optional<Node> get(TreePath path) throws TreeUnavailable {
    refuseIfCut();
    return tree.get(path);
  }

  @Override
  public List<String> children(TreePath path) throws TreeUnavailable {
    refuseIfCut();
    return tree.children(path);
  }

  @Override
  public void read(
      Collection<TreePath> paths, Consumer<Readings> then, Consumer<TreeUnavailable> failed) {
    tree.read(paths, then, failed);
  }

  @Override
  public long sync() throws TreeUnavailable {
    refuseIfCut();
    return tree.sync();
  }

  @Override
  public Subscription watch(TreePath root, Watcher watcher) {
    return tree.watch(root, watcher);
  }

  @Override
  public boolean isConnected() {
    return !cut && tree.isConnected();
  }

  @Override
  public void close() {
    if (!cut) {
      tree.close();
    }
  }
}
