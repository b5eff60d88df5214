package io.helios.agent.status;

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
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Histories of this host's tasks as they stand in the tree. For one thread at a time. */
final class TaskHistories {
  private static final Logger log = LoggerFactory.getLogger(TaskHistories.class);

  private final Tree tree;
  private final HostName host;
  private final Map<JobId, StoredHistory> standing = new HashMap<>();

  TaskHistories(Tree tree, HostName host) {
    this.tree = tree;
    this.host = host;
  }

  /** What puts more events behind a task's history; nothing where the job is no more. */
  Changes append(JobId task, List<StoredHistory.Event> events) throws TreeUnavailable {
    if (events.isEmpty() || tree.get(Paths.job(task)).isEmpty()) {
      return Changes.NONE; // With the job its history went, and must not come back.
    }
    TreePath path = Paths.taskHistory(task, host);
    Changes changes = Changes.NONE.checkExists(Paths.job(task));
    StoredHistory before = standing.get(task);
    boolean there = before != null;
    if (before == null) {
      Optional<Node> node = tree.get(path);
      there = node.isPresent();
      before = node.map(TaskHistories::read).orElse(new StoredHistory(List.of()));
      if (!there && tree.get(path.parent()).isEmpty()) {
        changes = changes.create(path.parent());
      }
    }
    StoredHistory after = TaskRecord.longer(before, events);
    standing.put(task, after);
    byte[] bytes = Stored.bytes(after);
    return there ? changes.set(path, bytes, Changes.ANY_VERSION) : changes.create(path, bytes);
  }

  /** The task's history has to be read again. */
  void doubt(JobId task) {
    standing.remove(task);
  }

  /** All histories have to be read again. */
  void doubtAll() {
    standing.clear();
  }

  private static StoredHistory read(Node node) {
    try {
      return Stored.read(node.data(), StoredHistory.class);
    } catch (IOException e) {
      log.warn("The history {} cannot be read ({}); it begins anew", node.path(), e.getMessage());
      return new StoredHistory(List.of());
    }
  }
}
