package io.helios.benchmarks.agents;

import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.Tally;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Changes.Change;
import io.helios.coordination.tree.Changes.Create;
import io.helios.coordination.tree.Changes.Delete;
import io.helios.coordination.tree.Changes.Set;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** What one host's agent has written into the tree. Safe for use by any thread. */
final class HostRecord implements HeardTree.Ear {
  private final int index;
  private final HostName host;
  private final Tally tally;
  private final Executor loop;
  private final Fleet.Listener listener;
  private final Map<JobId, State> told = new ConcurrentHashMap<>();
  private volatile boolean announced;
  private volatile boolean telling;

  HostRecord(int index, Tally tally, Executor loop, Fleet.Listener listener) {
    this.index = index;
    this.host = Fleet.name(index);
    this.tally = tally;
    this.loop = loop;
    this.listener = listener;
  }

  /** Whether the agent has registered, and begun to tell statuses, since it was down. */
  boolean isUp() {
    return announced && telling;
  }

  void down() {
    announced = false;
    telling = false;
  }

  @Override
  public void rejected(ChangeRejected why) {
    tally.rejected(why.reason().toString(), why.path().value());
  }

  @Override
  public void committed(Changes changes, long zxid) {
    tally.tellsAt(zxid);
    for (Change change : changes.list()) {
      if (change instanceof Create create) {
        wrote(create.path(), create.data(), zxid);
      } else if (change instanceof Set set) {
        wrote(set.path(), set.data(), zxid);
      } else if (change instanceof Delete delete) {
        deleted(delete.path(), zxid);
      }
    }
  }

  private void wrote(TreePath path, byte[] data, long zxid) {
    if (path.equals(Paths.hostUp(host))) {
      announced = true;
    } else if (path.equals(Paths.taskStatuses(host))) {
      // Whoever begins to tell statuses sets the node above them.
      telling = true;
    } else if (path.parent().equals(Paths.taskStatuses(host))) {
      JobId job = JobId.fromString(path.name());
      State now = state(path, data);
      become(job, now);
      if (now == State.RUNNING) {
        loop.execute(() -> listener.runs(index, job, zxid));
      }
    }
  }

  private void deleted(TreePath path, long zxid) {
    if (path.equals(Paths.hostUp(host))) {
      announced = false;
    } else if (path.parent().equals(Paths.taskStatuses(host))) {
      become(JobId.fromString(path.name()), State.UNKNOWN);
    } else if (path.parent().equals(Paths.undeploys(host))) {
      JobId job = JobId.fromString(path.name());
      loop.execute(() -> listener.isGone(index, job, zxid));
    }
  }

  private void become(JobId job, State now) {
    State before = told.put(job, now);
    tally.moved(before == null ? State.UNKNOWN : before, now);
  }

  private State state(TreePath path, byte[] data) {
    try {
      return Stored.read(data, StoredStatus.class).report().state();
    } catch (IOException e) {
      tally.failed(path + " was written and cannot be read: " + e.getMessage());
      return State.UNKNOWN;
    }
  }
}
