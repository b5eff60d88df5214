package io.helios.benchmarks.micro;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A master's view of 200 hosts with 20 tasks each, on a tree in memory: what it takes until a
 * task's new status is in the view, two threads' hand-overs included, and what it takes to read a
 * job's.
 */
@State(Scope.Benchmark)
public class ViewPaths {
  private static final int HOSTS = 200;
  private static final int JOBS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Tree tree = new InMemoryStore().newSession();
  private LiveView live = new LiveView(tree, Clock.systemUTC());
  private TreePath changing = TreePath.ROOT;
  private Job job = Samples.job(0);
  private long generation = 1;

  @Setup(Level.Trial)
  public void fill() throws ChangeRejected, TreeUnavailable, InterruptedException {
    Changes roots = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      roots = roots.create(path);
    }
    tree.commit(roots);
    for (int i = 0; i < JOBS; i++) {
      Job one = Samples.job(i);
      tree.commit(Changes.NONE.create(Paths.job(one.id()), Stored.bytes(one)));
    }
    for (int h = 0; h < HOSTS; h++) {
      fill(new HostName("host-" + h));
    }
    changing = Paths.taskStatus(new HostName("host-17"), Samples.job(3).id());
    job = Samples.job(3);
    live.start();
    while (!live.freshness().live()) {
      if (!live.awaitTold(0, LIMIT)) {
        throw new IllegalStateException("the view does not come up");
      }
    }
  }

  private void fill(HostName host) throws ChangeRejected, TreeUnavailable {
    Changes changes =
        Changes.NONE
            .create(Paths.host(host))
            .create(Paths.hostId(host), Stored.bytes("id-" + host))
            .create(Paths.deployments(host))
            .create(Paths.hostStatus(host))
            .create(Paths.taskStatuses(host));
    for (int i = 0; i < JOBS; i++) {
      var id = Samples.job(i).id();
      Deployment deployment = new Deployment(id, Goal.START, "bench", null, null, 1L);
      changes =
          changes
              .create(Paths.deployment(host, id), Stored.bytes(deployment))
              .create(Paths.taskStatus(host, id), Stored.bytes(Samples.status(1)));
    }
    tree.commit(changes);
  }

  @Benchmark
  public long updateStatus() throws ChangeRejected, TreeUnavailable, InterruptedException {
    generation++;
    long zxid =
        tree.commit(
            Changes.NONE.set(
                changing, Stored.bytes(Samples.status(generation)), Changes.ANY_VERSION));
    if (!live.awaitTold(zxid, LIMIT)) {
      throw new IllegalStateException("the view does not keep up");
    }
    return zxid;
  }

  /** Of a job on all hosts. */
  @Benchmark
  public Optional<JobStatus> readJobStatus() {
    return live.view().jobStatus(job.id());
  }

  @Benchmark
  public int listHosts() {
    return live.view().registeredHosts().size();
  }

  @TearDown
  public void close() {
    live.close();
    tree.close();
  }
}
