package io.helios.benchmarks.fleet;

import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetChildrenResult;
import org.apache.zookeeper.OpResult.GetDataResult;

/**
 * Reads what masters ask of a host, as the mirror of a real agent does: all of it when it is
 * connected, then what has changed, and each job once. For the loop's thread.
 */
final class LightGoals {
  private static final int READS = 200;

  private final LightFleet fleet;
  private final HostName host;
  private final ZkSession session;
  private final Reader reader;
  private final Set<TreePath> unread = new LinkedHashSet<>();
  private boolean readDue;

  /** Gets told what was read. */
  interface Reader {
    /** Whether the job was read before. */
    boolean knows(JobId job);

    void deployed(JobId job, Deployment deployment);

    void ordered(JobId job, UndeployOrder order, int version);

    /** Only those are deployed here, or ordered away, as of that transaction. */
    void only(Set<JobId> jobs, long zxid);
  }

  LightGoals(LightFleet fleet, HostName host, ZkSession session, Reader reader) {
    this.fleet = fleet;
    this.host = host;
    this.session = session;
    this.reader = reader;
  }

  /** Reads everything. */
  void explore() {
    TreePath deployments = Paths.deployments(host);
    TreePath undeploys = Paths.undeploys(host);
    List<Op> lists =
        List.of(Op.getChildren(deployments.value()), Op.getChildren(undeploys.value()));
    session.multi(
        lists,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != lists.size()) {
            return; // The connection was lost: everything is read again.
          }
          Set<JobId> jobs = new HashSet<>();
          for (String name : names(results.get(0))) {
            unread.add(deployments.child(name));
            jobs.add(JobId.fromString(name));
          }
          for (String name : names(results.get(1))) {
            unread.add(undeploys.child(name));
            jobs.add(JobId.fromString(name));
          }
          reader.only(jobs, zxid);
          readUnread();
        });
  }

  /** What the children are called; of a node that is not there, nothing. */
  private static List<String> names(OpResult result) {
    return result instanceof GetChildrenResult listed ? listed.getChildren() : List.of();
  }

  /** That has to be read again. */
  void changed(TreePath path) {
    unread.add(path);
    if (!readDue) {
      readDue = true;
      fleet.loop().execute(this::readUnread);
    }
  }

  private void readUnread() {
    readDue = false;
    List<TreePath> paths = new ArrayList<>(unread);
    unread.clear();
    for (int from = 0; from < paths.size(); from += READS) {
      read(paths.subList(from, Math.min(paths.size(), from + READS)));
    }
  }

  private void read(List<TreePath> paths) {
    List<Op> ops = new ArrayList<>(2 * paths.size());
    for (TreePath path : paths) {
      ops.add(Op.getData(path.value()));
      ops.add(Op.getChildren(path.value())); // The mirror of a real agent does.
    }
    session.multi(
        ops,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != ops.size()) {
            return; // The connection was lost: everything is read again.
          }
          List<Op> jobs = new ArrayList<>();
          for (int i = 0; i < paths.size(); i++) {
            if (results.get(2 * i) instanceof GetDataResult got) {
              there(paths.get(i), got, jobs);
            }
          }
          if (!jobs.isEmpty()) {
            session.multi(jobs, (jobCode, jobZxid, jobResults) -> {});
          }
        });
  }

  private void there(TreePath path, GetDataResult got, List<Op> jobs) {
    try {
      JobId job = JobId.fromString(path.name());
      if (path.parent().equals(Paths.deployments(host))) {
        if (!reader.knows(job)) {
          jobs.add(Op.getData(Paths.job(job).value()));
        }
        reader.deployed(job, Stored.read(got.getData(), Deployment.class));
      } else {
        UndeployOrder order = Stored.read(got.getData(), UndeployOrder.class);
        reader.ordered(job, order, got.getStat().getVersion());
      }
    } catch (IOException | IllegalArgumentException e) {
      fleet.failed(host + " cannot read " + path + ": " + e.getMessage());
    }
  }
}
