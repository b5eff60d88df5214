package io.helios.benchmarks.single;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.mirror.TreeMirror;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** When the tree said what about one host, as a master would see it. */
final class Sightings implements TreeMirror.Listener, AutoCloseable {
  private final HostName host;
  private final TreeMirror mirror;

  // Guarded by this.
  private final Map<TreePath, Long> first = new HashMap<>();
  private final Map<JobId, Long> running = new HashMap<>();
  private final Map<JobId, Long> notRunning = new HashMap<>();

  Sightings(Tree tree, HostName host) {
    this.host = host;
    this.mirror =
        new TreeMirror(
            tree, List.of(Paths.deployments(host), Paths.hostStatus(host)), path -> true, this);
    mirror.start();
  }

  /** When the host came up, as {@link System#nanoTime} counts. */
  long awaitUp(Duration limit) throws InterruptedException, TimeoutException {
    return awaitNode(Paths.hostUp(host), limit);
  }

  /** When the assignment was there. */
  long awaitAssigned(JobId job, Duration limit) throws InterruptedException, TimeoutException {
    return awaitNode(Paths.deployment(host, job), limit);
  }

  /** When the last of these was RUNNING for the first time. */
  synchronized long awaitRunning(Collection<JobId> jobs, Duration limit)
      throws InterruptedException, TimeoutException {
    await(() -> running.keySet().containsAll(jobs), limit);
    return jobs.stream()
        .mapToLong(job -> Objects.requireNonNull(running.get(job)))
        .max()
        .orElseThrow();
  }

  /** When the job was told to be in another state than RUNNING, after it was told to run. */
  synchronized long awaitNotRunning(JobId job, Duration limit)
      throws InterruptedException, TimeoutException {
    await(() -> notRunning.containsKey(job), limit);
    return Objects.requireNonNull(notRunning.get(job));
  }

  /** The next {@link #awaitRunning} waits for the job to run anew. */
  synchronized void forgetRunning(JobId job) {
    running.remove(job);
  }

  /** The next {@link #awaitUp} waits for the host to come up anew. */
  synchronized void forgetUp() {
    first.remove(Paths.hostUp(host));
  }

  private synchronized long awaitNode(TreePath path, Duration limit)
      throws InterruptedException, TimeoutException {
    await(() -> first.containsKey(path), limit);
    return Objects.requireNonNull(first.get(path));
  }

  /** While holding this. */
  private void await(BooleanSupplier condition, Duration limit)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(
            "not within " + limit + ": " + first.size() + " nodes, " + running.size() + " running");
      }
      wait(left);
    }
  }

  @Override
  public synchronized void changed(Node node) {
    long now = System.nanoTime();
    first.putIfAbsent(node.path(), now);
    if (node.path().parent().equals(Paths.taskStatuses(host))) {
      try {
        StoredStatus status = Stored.read(node.data(), StoredStatus.class);
        JobId job = JobId.fromString(node.path().name());
        if (status.report().state() == State.RUNNING) {
          running.putIfAbsent(job, now);
          notRunning.remove(job);
        } else {
          notRunning.putIfAbsent(job, now);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the agent's status cannot be read", e);
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void removed(TreePath path, long zxid) {
    first.remove(path);
    notifyAll();
  }

  @Override
  public void settled(long revision) {}

  @Override
  public void live(long revision) {}

  @Override
  public void stale() {}

  @Override
  public void close() {
    mirror.close();
  }
}
