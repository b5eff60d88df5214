package io.helios.master.host;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clears away what is left of a host that was deregistered, in parts that fit into ZooKeeper's
 * requests. It stops when the host is registered again meanwhile.
 */
final class HostRemains {
  private static final int PART = 200;

  private final Tree tree;

  HostRemains(Tree tree) {
    this.tree = tree;
  }

  /**
   * The next part to delete; fulfilled when nothing is left.
   *
   * @param jobs which the host had: their history on this host goes too
   */
  Decision<HostRefusal> next(HostName host, Set<JobId> jobs) throws TreeUnavailable {
    if (tree.get(Paths.hostId(host)).isPresent()) {
      return Decision.fulfilled();
    }
    List<TreePath> paths = new ArrayList<>();
    for (String deployed : tree.children(Paths.deployments(host))) {
      Optional<TreePath> marker = marker(deployed, host);
      if (paths.size() < PART && marker.isPresent() && tree.get(marker.get()).isPresent()) {
        paths.add(marker.get());
      }
    }
    for (JobId job : jobs) {
      TreePath history = Paths.taskHistory(job, host);
      if (paths.size() < PART && tree.get(history).isPresent()) {
        paths.add(history);
      }
    }
    addLeavesFirst(Paths.hostStatus(host), paths);
    addLeavesFirst(Paths.host(host), paths);
    if (paths.isEmpty()) {
      return Decision.fulfilled();
    }
    Changes changes = Changes.NONE;
    for (TreePath path : paths) {
      changes = changes.delete(path);
    }
    return Decision.change(changes, Proof.isGone(paths.get(paths.size() - 1)));
  }

  private static Optional<TreePath> marker(String deployed, HostName host) {
    try {
      return Optional.of(Paths.jobHost(JobId.parse(deployed), host));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not put there by us: no job is called so.
    }
  }

  /** Adds the subtree, children before parents, until the part is full. */
  private void addLeavesFirst(TreePath path, List<TreePath> paths) throws TreeUnavailable {
    for (String child : tree.children(path)) {
      if (paths.size() >= PART) {
        return;
      }
      addLeavesFirst(path.child(child), paths);
    }
    if (paths.size() < PART && tree.get(path).isPresent()) {
      paths.add(path);
    }
  }
}
