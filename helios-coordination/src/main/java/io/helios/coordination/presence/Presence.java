package io.helios.coordination.presence;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.json.Contents;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an ephemeral node in the tree for as long as this object lives, through lost connections
 * and sessions. A node that an earlier life of the same owner left behind is replaced in one
 * transaction, so that nobody sees it missing.
 */
public final class Presence implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Presence.class);
  private static final long RETRY_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 5_000;

  /**
   * What stands in the node.
   *
   * @param owner who keeps it; the same in every life of that master or agent, and nobody else's
   * @param details for readers, such as addresses
   */
  public record Card(String owner, Map<String, String> details) {
    public Card {
      Contents.required("owner of a presence", owner);
      details = Contents.map("details", details);
    }

    /**
     * Reads it from a node.
     *
     * @throws IOException when it is none
     */
    public static Card of(Node node) throws IOException {
      return Stored.read(node.data(), Card.class);
    }
  }

  private final Tree tree;
  private final TreePath identity;
  private final TreePath path;
  private final Card card;
  private final Predicate<Card> leftBehind;
  private final Runnable changed;
  private final boolean contested;
  private final OwnThread thread = new OwnThread("presence");
  private @Nullable Subscription subscription;
  private volatile boolean announced;
  private volatile @Nullable Card rival;

  // Owned by the thread.
  private long ours = -1;
  private boolean closing;
  private boolean complained;
  private boolean givesWay;

  /**
   * Not announced before {@link #start}.
   *
   * @param clusterId nothing is written into a tree of another identity
   */
  public Presence(Tree tree, String clusterId, TreePath path, Card card) {
    this(tree, clusterId, path, card, there -> there.owner().equals(card.owner()), () -> {});
  }

  /**
   * Not announced before {@link #start}.
   *
   * @param clusterId nothing is written into a tree of another identity
   * @param leftBehind whether a node with that card is of a life that is surely over, so that it
   *     may be replaced; any other is waited for
   * @param changed called on a thread of this object when {@link #isAnnounced} or {@link #rival}
   *     may have changed; must return quickly
   */
  public Presence(
      Tree tree,
      String clusterId,
      TreePath path,
      Card card,
      Predicate<Card> leftBehind,
      Runnable changed) {
    this(tree, clusterId, path, card, leftBehind, changed, false);
  }

  /**
   * As the other.
   *
   * @param contested whether others seek the same node by design, so that waiting for it is nothing
   *     to warn of
   */
  Presence(
      Tree tree,
      String clusterId,
      TreePath path,
      Card card,
      Predicate<Card> leftBehind,
      Runnable changed,
      boolean contested) {
    this.tree = tree;
    this.identity = Paths.identity(clusterId);
    this.path = path;
    this.card = card;
    this.leftBehind = leftBehind;
    this.changed = changed;
    this.contested = contested;
  }

  /** Announces it as soon as there is a connection, and again whenever it is needed; once. */
  public synchronized void start() {
    subscription = tree.watch(path, new Hints());
  }

  /** What it announces. */
  Card card() {
    return card;
  }

  /** Whether the node was there when last looked at, in this session. */
  public boolean isAnnounced() {
    return announced;
  }

  /** Who keeps the node in place of this one, as last seen; empty when nobody does. */
  public Optional<Card> rival() {
    return Optional.ofNullable(rival);
  }

  /** Withdraws the node, if the tree can be reached. */
  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    thread.execute(this::withdraw);
    thread.close();
    try {
      if (!thread.awaitEnd(CLOSE_MILLIS)) {
        log.debug("{} could not be withdrawn in time; it goes with the session", path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every event only says: look at the node again. */
  private final class Hints implements Tree.Watcher {
    @Override
    public void changed(TreePath changed, long zxid) {
      if (changed.equals(path)) {
        thread.execute(Presence.this::look);
      }
    }

    @Override
    public void deleted(TreePath deleted, long zxid) {
      changed(deleted, zxid);
    }

    @Override
    public void connected() {
      thread.execute(Presence.this::look);
    }

    @Override
    public void disconnected() {
      announced = false;
      thread.execute(changed);
    }
  }

  private void look() {
    if (closing) {
      return;
    }
    try {
      Optional<Node> there = tree.get(path);
      if (there.isPresent() && there.get().createdAt() == ours) {
        rival = null;
        announced = tree.isConnected();
      } else if (there.isEmpty()) {
        rival = null;
        announce(Changes.NONE);
      } else {
        meet(there.get());
      }
    } catch (TreeUnavailable e) {
      log.debug("{} is announced later", path, e);
      lookLater();
    }
    changed.run();
  }

  private void meet(Node other) throws TreeUnavailable {
    Card kept = cardOf(other);
    if (leftBehind.test(kept)) {
      replace(other);
    } else {
      announced = false;
      rival = kept;
      if (!contested) {
        complain("{} is kept by another process; waiting until it is gone", path);
      }
    }
  }

  private void replace(Node old) throws TreeUnavailable {
    if (announced) {
      // Not left behind by an earlier life of ours: someone lives who says to be us.
      announced = false;
      complain(
          "{} was taken over by another process of the same identity; is its state directory a"
              + " copy?",
          path);
      givesWay = true;
      thread.executeAfter(
          RETRY_MILLIS,
          () -> {
            givesWay = false;
            look();
          });
      return;
    }
    if (givesWay) {
      return; // Two that live would replace each other's node as fast as they can.
    }
    announce(Changes.NONE.delete(path, old.version()));
  }

  private void announce(Changes before) throws TreeUnavailable {
    Changes changes =
        Changes.NONE.checkExists(identity).and(before).createEphemeral(path, Stored.bytes(card));
    try {
      ours = tree.commit(changes);
      announced = true;
      // Asked behind it: a loss between the reply and here would go unnoticed otherwise.
      if (!tree.isConnected()) {
        announced = false;
      }
      rival = null;
      complained = false;
    } catch (ChangeRejected e) {
      complain("{} cannot be announced yet, trying on: {} at {}", path, e.reason(), e.path());
      lookLater();
    }
  }

  private void withdraw() {
    closing = true;
    announced = false;
    changed.run();
    if (ours < 0 || !tree.isConnected()) {
      return;
    }
    try {
      Optional<Node> there = tree.get(path);
      if (there.isPresent() && there.get().createdAt() == ours) {
        tree.commit(Changes.NONE.checkExists(identity).delete(path));
      }
    } catch (TreeUnavailable | ChangeRejected e) {
      log.debug("{} was not withdrawn; it goes with the session", path, e);
    }
  }

  /** One of nobody when the node holds none. */
  private static Card cardOf(Node node) {
    try {
      return Card.of(node);
    } catch (IOException e) {
      return new Card("", Map.of());
    }
  }

  private void lookLater() {
    thread.executeAfter(RETRY_MILLIS, this::look);
  }

  private void complain(String message, Object... arguments) {
    if (!complained) {
      complained = true;
      log.warn(message, arguments);
    }
  }
}
