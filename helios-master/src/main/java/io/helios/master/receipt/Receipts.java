package io.helios.master.receipt;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredReceipt;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each request thread is about to do under a client's request id. The HTTP side begins and
 * ends it, a resource says what it will answer, and whoever commits puts the receipt into the same
 * transaction. It is bound to the thread so that decisions and operations need not know of it.
 */
public final class Receipts {
  /** Minutes for which a receipt is honoured. */
  static final long KEPT_MINUTES = 10;

  /** How far the clocks of masters may be apart. */
  private static final long SKEW_MINUTES = 2;

  private static final Logger log = LoggerFactory.getLogger(Receipts.class);
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);

  private final Tree tree;
  private final Clock clock;

  @SuppressWarnings("ThreadLocalUsage") // Of this master: several may live in one process.
  private final ThreadLocal<@Nullable Expected> current = new ThreadLocal<>();

  /** Parents of receipts that are known to be there; of this minute, so there are few. */
  private final Set<TreePath> known = ConcurrentHashMap.newKeySet();

  public Receipts(Tree tree, Clock clock) {
    this.tree = tree;
    this.clock = clock;
  }

  /** A request under way on one thread. */
  private static final class Expected {
    private final String id;
    private final String content;
    private @Nullable StoredReceipt receipt;
    private boolean looked;

    /** Its receipt is in the tree: what else the thread does for it is as without an id. */
    private boolean finished;

    Expected(String id, String content) {
      this.id = id;
      this.content = content;
    }
  }

  /**
   * The part of a transaction that records the thread's request.
   *
   * @param path the receipt itself
   */
  public record Entry(TreePath path, byte[] data, Changes changes) {}

  /** The thread begins with a request of that id. */
  public void begin(String id, String content) {
    current.set(new Expected(id, content));
  }

  /** The thread's request, for those who carry it out in parts on other threads. */
  public Optional<Whole> whole() {
    return Optional.ofNullable(current.get()).map(it -> new Whole(it.id, it.content));
  }

  /** A request that is carried out in parts, each with a receipt of its own. */
  public record Whole(String id, String content) {}

  /**
   * This thread begins with a part.
   *
   * @param whole null when the request has no id
   * @param part the same whenever the request is repeated
   */
  public void begin(@Nullable Whole whole, String part) {
    if (whole == null) {
      end();
    } else {
      begin(whole.id() + "." + part, whole.content());
    }
  }

  /** The thread is done with its request, if it had one. */
  public void end() {
    current.remove();
  }

  /** What the request will be answered once it is fulfilled; without it there is no receipt. */
  public void promise(int status, Object answer) {
    Expected expected = current.get();
    if (expected != null) {
      expected.receipt =
          new StoredReceipt(expected.content, status, Json.http().valueToTree(answer));
    }
  }

  /** Empty when the request has no id, or its receipt is written. */
  public Optional<Entry> entry() {
    Expected expected = current.get();
    if (expected == null || expected.finished || expected.receipt == null) {
      return Optional.empty();
    }
    TreePath path = Paths.request(minute(), expected.id);
    byte[] data = Stored.bytes(expected.receipt);
    Changes changes =
        known.contains(path.parent()) ? Changes.NONE : Changes.NONE.create(path.parent());
    return Optional.of(new Entry(path, data, changes.create(path, data)));
  }

  /** The transaction with the entry is in the tree. */
  public void written(Entry entry) {
    learn(entry.path().parent());
    Expected expected = current.get();
    if (expected != null) {
      expected.finished = true;
    }
  }

  /** The transaction with the entry did not fit; what was assumed about its parent may be why. */
  public void rejected(Entry entry, ChangeRejected why) {
    TreePath parent = entry.path().parent();
    if (why.path().equals(parent) && why.reason() == ChangeRejected.Reason.EXISTS) {
      learn(parent);
    } else if (why.path().equals(entry.path()) && why.reason() == ChangeRejected.Reason.MISSING) {
      known.remove(parent);
    }
  }

  private void learn(TreePath parent) {
    if (known.add(parent)) {
      OptionalLong minute = Paths.minuteOf(parent);
      known.removeIf(other -> !Paths.minuteOf(other).equals(minute));
    }
  }

  /**
   * Looks whether the thread's request was fulfilled before, here or by another master; the first
   * time it makes sure that nothing is overlooked.
   *
   * @throws Replayed when it was
   * @throws IdUsed when the id belongs to another request
   */
  public void requireNew() throws TreeUnavailable {
    Expected expected = current.get();
    if (expected == null || expected.finished) {
      return;
    }
    if (!expected.looked) {
      tree.sync();
      expected.looked = true;
    }
    Optional<Node> there = find(expected.id);
    if (there.isPresent()) {
      answerWith(there.get(), expected);
    }
  }

  /**
   * Receipts of parts of a request, by the name of the part; for those who found that something was
   * done before.
   */
  public Map<String, StoredReceipt> ofParts(Whole whole, Collection<String> parts)
      throws TreeUnavailable {
    Map<String, String> names = new HashMap<>();
    List<TreePath> paths = new ArrayList<>();
    for (String part : parts) {
      String id = whole.id() + "." + part;
      names.put(id, part);
      paths.addAll(paths(id));
    }
    Map<String, StoredReceipt> found = new HashMap<>();
    for (Node node : read(paths)) {
      try {
        StoredReceipt receipt = Stored.read(node.data(), StoredReceipt.class);
        String part = names.get(node.path().name());
        if (part != null && receipt.content().equals(whole.content())) {
          found.put(part, receipt);
        }
      } catch (IOException e) {
        log.warn("cannot read {}: {}", node.path(), e.getMessage());
      }
    }
    return found;
  }

  private static void answerWith(Node node, Expected expected) {
    StoredReceipt receipt;
    try {
      receipt = Stored.read(node.data(), StoredReceipt.class);
    } catch (IOException e) {
      log.warn("cannot read {}: {}", node.path(), e.getMessage());
      throw new IdUsed(expected.id);
    }
    if (!receipt.content().equals(expected.content)) {
      throw new IdUsed(expected.id);
    }
    expected.finished = true;
    throw new Replayed(receipt, node.createdAt());
  }

  private Optional<Node> find(String id) throws TreeUnavailable {
    return read(paths(id)).stream().findFirst();
  }

  /** Everywhere its receipt may stand. */
  private List<TreePath> paths(String id) {
    List<TreePath> paths = new ArrayList<>();
    long now = minute();
    for (long minute = now - KEPT_MINUTES - 1; minute <= now + SKEW_MINUTES; minute++) {
      paths.add(Paths.request(minute, id));
    }
    return paths;
  }

  private Collection<Node> read(List<TreePath> paths) throws TreeUnavailable {
    CompletableFuture<Collection<Node>> result = new CompletableFuture<>();
    tree.read(
        paths,
        readings ->
            result.complete(readings.found().values().stream().map(Tree.Reading::node).toList()),
        result::completeExceptionally);
    try {
      return result.get(READ_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TreeUnavailable("receipts cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable("interrupted", e);
    }
  }

  private long minute() {
    return Duration.ofMillis(clock.millis()).toMinutes();
  }
}
