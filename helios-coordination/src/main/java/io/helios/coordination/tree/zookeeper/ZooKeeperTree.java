package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * The tree in ZooKeeper. Connecting happens in the background and is tried for ever; while there is
 * no connection every call fails at once with {@link TreeUnavailable}.
 *
 * <p>All answers, also those of blocking calls, pass through one thread behind the watch events
 * that came before them: that is what makes {@link #commit} and {@link #sync} keep their promise.
 */
public final class ZooKeeperTree implements Tree {
  private final ZooKeeperOptions options;
  private final OwnThread thread = new OwnThread("tree");
  private final Connection connection;

  private ZooKeeperTree(ZooKeeperOptions options) {
    this.options = options;
    this.connection = new Connection(options, thread);
  }

  /** Begins to connect; never blocks, and does not fail when ZooKeeper cannot be reached. */
  public static ZooKeeperTree connect(ZooKeeperOptions options) {
    ZooKeeperTree tree = new ZooKeeperTree(options);
    tree.connection.open();
    return tree;
  }

  /** Waits for the connection; whether it was there in time. */
  public boolean awaitConnected(Duration limit) throws InterruptedException {
    return connection.await(limit);
  }

  @Override
  public Optional<Node> get(TreePath path) throws TreeUnavailable {
    String attempted = "read " + path;
    Session session = connected(attempted);
    CompletableFuture<Optional<Node>> answer = new CompletableFuture<>();
    session.getData(
        session.onServer(path),
        false,
        (code, at, context, data, stat) ->
            answer(
                answer,
                attempted,
                code,
                () -> Optional.of(BatchedRead.node(path, data, stat)),
                Optional.empty()),
        null);
    return await(attempted, answer);
  }

  @Override
  public List<String> children(TreePath path) throws TreeUnavailable {
    String attempted = "list " + path;
    Session session = connected(attempted);
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    session.getChildren(
        session.onServer(path),
        false,
        (code, at, context, names) ->
            answer(answer, attempted, code, () -> BatchedRead.legalNames(names), List.of()),
        null);
    return await(attempted, answer);
  }

  @Override
  public void read(
      Collection<TreePath> paths, Consumer<Readings> then, Consumer<TreeUnavailable> failed) {
    @Nullable Session session = connection.session();
    if (session == null) {
      TreeUnavailable failure = notConnected("read " + paths.size() + " nodes");
      thread.execute(() -> failed.accept(failure));
    } else {
      new BatchedRead(session, thread, List.copyOf(paths), then, failed).send();
    }
  }

  @Override
  public long commit(Changes changes) throws ChangeRejected, TreeUnavailable {
    if (changes.isEmpty()) {
      return 0;
    }
    changes.requireFits();
    String attempted = "commit " + changes.list().size() + " changes";
    Session session = connected(attempted);
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    session.transact(
        Transaction.ops(changes, session::onServer),
        (code, zxid, results) ->
            thread.execute(
                () ->
                    answer.complete(
                        code == Code.OK.intValue()
                            ? new Outcome(zxid, null)
                            : new Outcome(0, Transaction.failure(changes, code, results)))));
    Outcome outcome = await(attempted, answer);
    if (outcome.failure instanceof ChangeRejected rejected) {
      throw rejected;
    }
    if (outcome.failure instanceof TreeUnavailable unavailable) {
      throw unavailable;
    }
    return outcome.zxid;
  }

  private record Outcome(long zxid, @Nullable Exception failure) {}

  @Override
  public long sync() throws TreeUnavailable {
    String attempted = "sync";
    Session session = connected(attempted);
    CompletableFuture<Long> answer = new CompletableFuture<>();
    session.sync((code, zxid) -> answer(answer, attempted, code, () -> zxid, null));
    return await(attempted, answer);
  }

  @Override
  public Subscription watch(TreePath root, Watcher watcher) {
    return connection.watch(root, watcher);
  }

  @Override
  public boolean isConnected() {
    return connection.session() != null;
  }

  @Override
  public void close() {
    connection.close();
    thread.close();
  }

  Session connected(String attempted) throws TreeUnavailable {
    thread.refuseItself();
    @Nullable Session session = connection.session();
    if (session == null) {
      throw notConnected(attempted);
    }
    return session;
  }

  private TreeUnavailable notConnected(String attempted) {
    return new TreeUnavailable(
        attempted + ": there is no connection to ZooKeeper at " + options.connect());
  }

  /** Hands an answer over on the tree's thread. {@code absent}: what a missing node means. */
  private <T> void answer(
      CompletableFuture<T> answer,
      String attempted,
      int code,
      Supplier<T> present,
      @Nullable T absent) {
    thread.execute(
        () -> {
          if (code == Code.OK.intValue()) {
            answer.complete(present.get());
          } else if (code == Code.NONODE.intValue() && absent != null) {
            answer.complete(absent);
          } else {
            answer.completeExceptionally(Failures.of(attempted, code));
          }
        });
  }

  private <T> T await(String attempted, CompletableFuture<T> answer) throws TreeUnavailable {
    try {
      return answer.get(options.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable(attempted + ": interrupted", e);
    } catch (TimeoutException e) {
      throw new TreeUnavailable(
          "%s: ZooKeeper at %s did not answer within %d ms"
              .formatted(attempted, options.connect(), options.callTimeout().toMillis()),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TreeUnavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(attempted, e.getCause());
    }
  }
}
