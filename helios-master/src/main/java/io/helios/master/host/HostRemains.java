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
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Clears away what is left of one host that was deregistered, in parts that fit into ZooKeeper's
 * requests. Each node is asked for a few times only, however many there are. It stops when the host
 * is registered again meanwhile.
 */
final class HostRemains {
  private static final int PART = 200;

  private final Tree tree;
  private final HostName host;
  private final Set<JobId> histories;
  private boolean cleared;

  /**
   * @param jobs which the host had: their history on this host goes too, as does that of all whose
   *     deployments are found
   */
  HostRemains(Tree tree, HostName host, Collection<JobId> jobs) {
    this.tree = tree;
    this.host = host;
    this.histories = new LinkedHashSet<>(jobs);
  }

  /** Whether nothing was left when last looked; asked of the tree, for the view may be behind. */
  boolean cleared() {
    return cleared;
  }

  /** The next part to delete; fulfilled when nothing is left. */
  Decision<HostRefusal> next() throws TreeUnavailable {
    if (tree.get(Paths.hostId(host)).isPresent()) {
      cleared = true;
      return Decision.fulfilled();
    }
    Set<TreePath> paths = new LinkedHashSet<>();
    addDeployments(paths);
    addHistories(paths);
    addLeavesFirst(Paths.hostReport(host), paths);
    addLeavesFirst(Paths.hostStatus(host), paths);
    addLeavesFirst(Paths.host(host), paths);
    cleared = paths.isEmpty();
    if (cleared) {
      return Decision.fulfilled();
    }
    Changes changes = Changes.NONE;
    for (TreePath path : paths) {
      changes = changes.delete(path);
    }
    return Decision.change(changes, Proof.isGone(List.copyOf(paths).get(paths.size() - 1)));
  }

  /** Each together with the job's note of it, so that what is left grows shorter from the front. */
  private void addDeployments(Set<TreePath> paths) throws TreeUnavailable {
    for (String deployed : tree.children(Paths.deployments(host))) {
      if (paths.size() + 2 > PART) {
        return;
      }
      Optional<JobId> job = job(deployed);
      job.ifPresent(histories::add); // The view may not have known of it when this began.
      Optional<TreePath> marker = job.map(it -> Paths.jobHost(it, host));
      if (marker.isPresent() && tree.get(marker.get()).isPresent()) {
        paths.add(marker.get());
      }
      paths.add(Paths.deployments(host).child(deployed));
    }
  }

  private void addHistories(Set<TreePath> paths) throws TreeUnavailable {
    for (Iterator<JobId> jobs = histories.iterator(); jobs.hasNext() && paths.size() < PART; ) {
      TreePath history = Paths.taskHistory(jobs.next(), host);
      if (tree.get(history).isPresent()) {
        paths.add(history);
      } else {
        jobs.remove();
      }
    }
  }

  private static Optional<JobId> job(String deployed) {
    try {
      return Optional.of(JobId.parse(deployed));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not put there by us: no job is called so.
    }
  }

  /** Adds the subtree, children before parents, until the part is full. */
  private void addLeavesFirst(TreePath path, Set<TreePath> paths) throws TreeUnavailable {
    for (String child : tree.children(path)) {
      if (paths.size() >= PART) {
        return;
      }
      if (!paths.contains(path.child(child))) {
        addLeavesFirst(path.child(child), paths);
      }
    }
    if (paths.size() < PART && tree.get(path).isPresent()) {
      paths.add(path);
    }
  }
}
