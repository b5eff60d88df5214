package io.helios.agent.status;

import io.helios.agent.status.StatusRecords.Pending;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Statuses of this host's tasks as they stand in the tree. For one thread at a time. */
final class StatusNodes {
  private final Tree tree;
  private final HostName host;

  StatusNodes(Tree tree, HostName host) {
    this.tree = tree;
    this.host = host;
  }

  /** What puts a task's status there; nothing where it is there already. */
  Changes changes(Pending pending) throws TreeUnavailable {
    byte[] bytes = pending.bytes();
    byte[] before = pending.before();
    if (bytes == null) {
      return delete(pending.task());
    }
    TreePath path = Paths.taskStatus(host, pending.task());
    if (before == null) {
      return Changes.NONE.create(path, bytes);
    }
    return Arrays.equals(bytes, before)
        ? Changes.NONE
        : Changes.NONE.set(path, bytes, Changes.ANY_VERSION);
  }

  /** What takes a task's status away, if there is one. */
  Changes delete(JobId task) throws TreeUnavailable {
    TreePath path = Paths.taskStatus(host, task);
    return tree.get(path)
        .map(node -> Changes.NONE.delete(path, node.version()))
        .orElse(Changes.NONE);
  }

  /** What takes a task's status away that was put there and is there still. */
  Changes deleteStanding(JobId task) {
    return Changes.NONE.delete(Paths.taskStatus(host, task));
  }

  /** All that stand there. */
  Map<JobId, byte[]> standing() throws TreeUnavailable {
    Map<JobId, byte[]> standing = new HashMap<>();
    for (String name : tree.children(Paths.taskStatuses(host))) {
      Optional<JobId> task = jobId(name);
      Optional<Node> node = tree.get(Paths.taskStatuses(host).child(name));
      if (task.isPresent() && node.isPresent()) {
        standing.put(task.get(), node.get().data());
      }
    }
    return standing;
  }

  /** Nobody here wrote a node that is named otherwise: it is let alone. */
  private static Optional<JobId> jobId(String name) {
    try {
      return Optional.of(JobId.fromString(name));
    } catch (IllegalArgumentException senseless) {
      return Optional.empty();
    }
  }
}
