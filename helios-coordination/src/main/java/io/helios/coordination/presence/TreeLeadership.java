package io.helios.coordination.presence;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.Presence.Card;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Leads whoever has the one ephemeral node {@link Paths#LEADER}; the others wait for it to go. It
 * goes with its master's session, or at once when the master closes. A master that was started
 * again takes over from its own earlier life without waiting.
 *
 * <p>Curator's {@code LeaderLatch} was not taken: a queue of sequential nodes spares thousands of
 * waiters the rush when the leader goes, of which a handful of masters has no need; it cannot check
 * the cluster's identity in the transaction that makes the node, and it waits for its own earlier
 * life's session to expire.
 */
public final class TreeLeadership implements Leadership {
  private final Tree tree;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Presence presence;
  private boolean closed;

  /** Not leading before it was told to {@link #seek}. */
  public TreeLeadership(Tree tree) {
    this.tree = tree;
  }

  /**
   * Begins to seek leadership; once, never blocks.
   *
   * @param clusterId nothing is written into a tree of another identity
   * @param owner the same in every life of this master, and nobody else's
   * @param name for readers of the node
   */
  public synchronized void seek(String clusterId, String owner, String name) {
    if (closed) {
      return;
    }
    Presence mine =
        new Presence(
            tree,
            clusterId,
            Paths.LEADER,
            new Card(owner, Map.of("name", name)),
            there -> there.owner().equals(owner),
            () -> listeners.forEach(Runnable::run),
            true);
    presence = mine;
    mine.start();
  }

  @Override
  public boolean isLeading() {
    Presence mine = presence;
    return mine != null && mine.isAnnounced() && tree.isConnected();
  }

  @Override
  public Optional<String> leader() {
    Presence mine = presence;
    if (mine == null || !tree.isConnected()) {
      return Optional.empty();
    }
    return mine.isAnnounced() ? Optional.of(mine.card().owner()) : mine.rival().map(Card::owner);
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Presence mine = presence;
    if (mine != null) {
      mine.close();
    }
  }
}
