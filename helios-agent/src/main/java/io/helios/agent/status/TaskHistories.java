package io.helios.agent.status;

import static io.helios.coordination.tree.Changes.ANY_VERSION;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Histories of this host's tasks as they stand in the tree. For one thread at a time. */
final class TaskHistories {
  private static final Logger log = LoggerFactory.getLogger(TaskHistories.class);
  private static final StoredHistory NOTHING = new StoredHistory(List.of());

  private final Tree tree;
  private final HostName host;

  /** A history as it was last written, perhaps without an answer. */
  private record Attempt(StoredHistory history, byte[] bytes, List<StoredHistory.Event> more) {}

  /** As they stood in the tree for certain, at some time. */
  private final Map<JobId, StoredHistory> known = new HashMap<>();

  /** Of which it is certain that they stand in the tree as known. */
  private final Set<JobId> standing = new HashSet<>();

  private final Map<JobId, Attempt> attempts = new HashMap<>();

  TaskHistories(Tree tree, HostName host) {
    this.tree = tree;
    this.host = host;
  }

  /**
   * What puts more events behind a task's history, and all that the tree has lost of it before
   * them; nothing where the job is no more. It counts as written once {@link #told} says so.
   */
  Changes append(JobId task, List<StoredHistory.Event> events) throws TreeUnavailable {
    StoredHistory before = known.get(task);
    if (before != null && standing.contains(task)) {
      // The job was there: that it has gone since makes the transaction fail, and is seen then.
      return events.isEmpty()
          ? Changes.NONE
          : Changes.NONE
              .checkExists(Paths.job(task))
              .set(Paths.taskHistory(task, host), attempt(task, before, events), ANY_VERSION);
    }
    if (before == null && events.isEmpty()) {
      return Changes.NONE;
    }
    Optional<Node> node = tree.get(Paths.taskHistory(task, host));
    StoredHistory there = node.map(TaskHistories::read).orElse(NOTHING);
    List<StoredHistory.Event> more = new ArrayList<>(events);
    byte[] data = node.map(Node::data).orElse(null);
    Attempt attempt = attempts.remove(task);
    if (attempt != null && Arrays.equals(data, attempt.bytes)) {
      more.removeAll(attempt.more); // Only the answer was lost.
    }
    if (before == null && !more.isEmpty() && isLast(there, more.get(0).report())) {
      more.remove(0); // That the agent was started again is no event of the task.
    }
    if (before == null || last(before) < last(there)) {
      before = there;
    }
    return more.isEmpty() && Arrays.equals(data, Stored.bytes(before))
        ? Changes.NONE
        : write(task, before, more, node.isPresent());
  }

  private Changes write(
      JobId task, StoredHistory before, List<StoredHistory.Event> more, boolean there)
      throws TreeUnavailable {
    if (tree.get(Paths.job(task)).isEmpty()) {
      return Changes.NONE; // With the job its history went, and must not come back.
    }
    TreePath path = Paths.taskHistory(task, host);
    Changes changes = Changes.NONE.checkExists(Paths.job(task));
    if (!there && tree.get(path.parent()).isEmpty()) {
      changes = changes.create(path.parent());
    }
    byte[] bytes = attempt(task, before, more);
    return there ? changes.set(path, bytes, ANY_VERSION) : changes.create(path, bytes);
  }

  private byte[] attempt(JobId task, StoredHistory before, List<StoredHistory.Event> more) {
    StoredHistory after = BoundedHistory.longer(before, more);
    byte[] bytes = Stored.bytes(after);
    attempts.put(task, new Attempt(after, bytes, List.copyOf(more)));
    return bytes;
  }

  /** What was last appended to those stands in the tree now. */
  void told(Set<JobId> tasks) {
    for (JobId task : tasks) {
      Attempt attempt = attempts.remove(task);
      if (attempt != null) {
        known.put(task, attempt.history);
        standing.add(task);
      }
    }
  }

  private static boolean isLast(StoredHistory history, TaskReport report) {
    int size = history.events().size();
    return size > 0 && !TaskRecord.isEvent(history.events().get(size - 1).report(), report);
  }

  private static long last(StoredHistory history) {
    int size = history.events().size();
    return size == 0 ? 0 : history.events().get(size - 1).sequence();
  }

  /** What was told last may not have arrived; what stands in the tree has to be read again. */
  void doubt(JobId task) {
    standing.remove(task);
  }

  /** As {@link #doubt} for all of them. */
  void doubtAll() {
    standing.clear();
  }

  /** The task is no more. */
  void forget(JobId task) {
    standing.remove(task);
    attempts.remove(task);
    known.remove(task);
  }

  private static StoredHistory read(Node node) {
    try {
      return Stored.read(node.data(), StoredHistory.class);
    } catch (IOException e) {
      log.warn("The history {} cannot be read ({}); it begins anew", node.path(), e.getMessage());
      return NOTHING;
    }
  }
}
