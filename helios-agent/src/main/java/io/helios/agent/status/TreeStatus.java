package io.helios.agent.status;

import io.helios.agent.goals.HostOrders;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.status.StatusRecords.Pending;
import io.helios.agent.task.Step;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskReport;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells statuses and histories to the tree: what is new of all tasks in one transaction, at most
 * one per {@link #INTERVAL_MILLIS}, and only while the host is registered in its own cluster. After
 * a lost connection or a surprise it compares with what stands in the tree and tells the
 * difference.
 */
public final class TreeStatus implements StatusSink, Forgetting {
  private static final Logger log = LoggerFactory.getLogger(TreeStatus.class);
  private static final long INTERVAL_MILLIS = 30;

  /** What is soon over need not be told; each time takes ZooKeeper's disk from the engine. */
  private static final long PASSING_MILLIS = 100;

  private static final long RETRY_MILLIS = 1_000;
  private static final int BATCH = 40;

  /** Where a transaction is full enough; one task more, history included, still fits. */
  private static final long FULL_BYTES = Changes.LARGEST / 3;

  private final Tree tree;
  private final HostName host;
  private final Clock clock;
  private final NextFlush next;
  private volatile @Nullable String cluster;
  private volatile HostOrders orders = HostOrders.NONE;
  private volatile long flushedAt;

  /** Whether the last try has failed: what is new does not make the next one come sooner. */
  private volatile boolean troubled;

  private final StatusRecords records = new StatusRecords();

  // Guarded by writing.
  private final Object writing = new Object();
  private final StatusNodes nodes;
  private final TaskHistories histories;
  private final Fence fence;
  private boolean compared;
  private boolean surprised;

  /**
   * Tells nothing before {@link #open}.
   *
   * @param timer of one thread, which writes
   */
  public TreeStatus(Tree tree, HostName host, Clock clock, ScheduledExecutorService timer) {
    this.tree = tree;
    this.host = host;
    this.clock = clock;
    this.next = new NextFlush(timer, this::flush);
    this.nodes = new StatusNodes(tree, host);
    this.histories = new TaskHistories(tree, host);
    this.fence = new Fence(tree, host);
  }

  /** The host is registered in that cluster; everything is compared and told. */
  public void open(String clusterId) {
    synchronized (writing) {
      compared = false;
      fence.doubt();
      cluster = clusterId;
    }
    next.within(0);
  }

  /**
   * What an earlier life of the agent could not tell; to be called before anything is published.
   */
  public void remember(Map<JobId, List<StoredHistory.Event>> events) {
    records.remember(events);
  }

  /** Events that were not told yet, by task. */
  public Map<JobId, List<StoredHistory.Event>> unsent() {
    return records.unsent();
  }

  /** Nothing is told until opened again; what happens meanwhile is kept. */
  public void shut() {
    cluster = null;
  }

  /** Whether anything is told; not before it was opened, nor once another agent has begun to. */
  public boolean isOpen() {
    return cluster != null;
  }

  /** What the tree says to this host, for {@link #forget}. */
  public void orders(HostOrders now) {
    orders = now;
  }

  @Override
  public void publish(JobId task, @Nullable Job job, TaskReport report) {
    if (records.publish(task, job, report, clock.millis())) {
      tellIn(isPassing(report) ? PASSING_MILLIS : 0);
    }
  }

  /** Nobody waits to be told of those, and whoever does what comes next needs the processor. */
  private static boolean isPassing(TaskReport report) {
    return switch (report.state()) {
      case PULLING_IMAGE, CREATING, STARTING, STOPPING -> true;
      case STOPPED -> report.goal() == Goal.UNDEPLOY; // Then it is removed, and forgotten.
      case HEALTHCHECKING, RUNNING, EXITED, FAILED, UNKNOWN -> false;
    };
  }

  @Override
  public void gone(JobId task) {
    if (records.gone(task)) {
      tellIn(0);
    }
  }

  @Override
  public void forget(Step.Forget step) throws RuntimeFailure {
    JobId task = step.job().id();
    synchronized (writing) {
      String clusterId = cluster;
      if (clusterId == null) {
        throw LastStep.unavailable("the cluster cannot be told yet", null);
      }
      try {
        Changes changes =
            Changes.NONE
                .checkExists(Paths.identity(clusterId))
                .and(LastStep.changes(step, host, orders));
        boolean stands = compared && records.stands(task);
        tree.commit(
            changes
                .and(stands ? nodes.deleteStanding(task) : nodes.delete(task))
                .and(histories.append(task, records.unsent(task))));
        records.forget(task);
        histories.forget(task);
      } catch (TreeUnavailable e) {
        throw LastStep.unavailable("ZooKeeper cannot be told that the task is gone", e);
      } catch (ChangeRejected e) {
        compared = false; // Or its status does not stand there any more.
        throw LastStep.unavailable("the undeploy order has changed meanwhile", e);
      } finally {
        histories.doubt(task);
      }
    }
  }

  /** Tells in that time at the latest, but not sooner after the last time than may be. */
  private void tellIn(long delayMillis) {
    if (cluster != null && !troubled) {
      long since = clock.millis() - flushedAt;
      boolean mayBe = since >= INTERVAL_MILLIS || since < 0;
      next.within(Math.max(delayMillis, mayBe ? 0 : INTERVAL_MILLIS - since));
    }
  }

  private void flush() {
    troubled = false;
    long again = -1;
    synchronized (writing) {
      String clusterId = cluster;
      if (clusterId == null) {
        return;
      }
      try {
        again = write(clusterId) ? INTERVAL_MILLIS : -1;
        surprised = false;
      } catch (ChangeRejected e) {
        if (e.reason() == ChangeRejected.Reason.VERSION && fence.concerns(e.path())) {
          // Whether this agent still has the host is for others to find out, who open again then.
          log.info("Another agent has begun to tell the statuses of {}", host);
          doubt(e, 0);
          cluster = null;
          return;
        }
        // Most likely two hosts began the history of a job at once: the next try finds it there.
        again = doubt(e, surprised ? RETRY_MILLIS : INTERVAL_MILLIS);
        surprised = true;
      } catch (TreeUnavailable e) {
        again = doubt(e, RETRY_MILLIS);
      } catch (RuntimeException | Error e) {
        log.error("Statuses cannot be told", e);
        again = doubt(e, RETRY_MILLIS);
      }
    }
    if (again >= 0) {
      next.within(again);
    }
  }

  /** What stands in the tree has to be looked at again; returns when. */
  private long doubt(Throwable cause, long delayMillis) {
    log.debug("Statuses are told later", cause);
    troubled = true;
    compared = false;
    fence.doubt();
    histories.doubtAll();
    return delayMillis;
  }

  /** Writes one batch; returns whether there is more. */
  private boolean write(String clusterId) throws TreeUnavailable, ChangeRejected {
    if (!compared) {
      fence.hold(clusterId);
      compare();
    }
    Map<JobId, Pending> batch = new LinkedHashMap<>();
    boolean told = false;
    try {
      Changes changes = Changes.NONE;
      while (batch.size() < BATCH && changes.size() < FULL_BYTES) {
        Optional<Pending> next = records.take(batch.keySet());
        if (next.isEmpty()) {
          break;
        }
        batch.put(next.get().task(), next.get());
        changes =
            changes
                .and(nodes.changes(next.get()))
                .and(histories.append(next.get().task(), next.get().events()));
      }
      if (!changes.isEmpty()) {
        tree.commit(
            Changes.NONE.checkExists(Paths.identity(clusterId)).and(fence.check()).and(changes));
        flushedAt = clock.millis();
      }
      told = true;
    } finally {
      if (told) {
        records.told(batch.values());
        histories.told(batch.keySet());
      } else {
        records.notTold(batch.values());
      }
    }
    return records.isAnyLeft();
  }

  /** Reads what stands in the tree, so that only differences are written. */
  private void compare() throws TreeUnavailable {
    records.compare(nodes.standing());
    histories.doubtAll();
    compared = true;
  }

  /**
   * Takes back what an earlier life of this agent said of tasks that are no more, such as before
   * its state directory was lost.
   *
   * @param known every task that this host has to do with
   */
  public void takeBack(Set<JobId> known) {
    HostOrders now = orders;
    if (now.hostId() == null) {
      return; // Nobody has told yet what is deployed here.
    }
    Set<JobId> all = new HashSet<>(known);
    all.addAll(now.deployments().keySet());
    all.addAll(now.undeploys().keySet());
    all.addAll(now.unreadable());
    if (records.takeBack(all) && cluster != null) {
      next.within(0);
    }
  }
}
