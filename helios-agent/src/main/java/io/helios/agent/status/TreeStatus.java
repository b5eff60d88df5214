package io.helios.agent.status;

import io.helios.agent.goals.HostOrders;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Step;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final long RETRY_MILLIS = 1_000;
  private static final int BATCH = 40;

  /** Where a transaction is full enough; one task more, history included, still fits. */
  private static final long FULL_BYTES = Changes.LARGEST / 3;

  private final Tree tree;
  private final HostName host;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile @Nullable String cluster;
  private volatile HostOrders orders = HostOrders.NONE;
  private volatile long flushedAt;

  // Guarded by records.
  private final Map<JobId, TaskRecord> records = new HashMap<>();
  private final Set<JobId> dirty = new LinkedHashSet<>();
  private final Set<JobId> strays = new HashSet<>();

  /** Taken out of the tree with their last events; whatever else is said before they are gone. */
  private final Set<JobId> forgotten = new HashSet<>();

  // Guarded by writing, which is taken before records.
  private final Object writing = new Object();
  private final TaskHistories histories;
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
    this.timer = timer;
    this.histories = new TaskHistories(tree, host);
  }

  /** The host is registered in that cluster; everything is compared and told. */
  public void open(String clusterId) {
    synchronized (writing) {
      compared = false;
      cluster = clusterId;
    }
    synchronized (records) {
      dirty.addAll(records.keySet());
    }
    schedule(0);
  }

  /** Nothing is told until opened again; what happens meanwhile is kept. */
  public void shut() {
    cluster = null;
  }

  /** What the tree says to this host, for {@link #forget}. */
  public void orders(HostOrders now) {
    orders = now;
  }

  @Override
  public void publish(JobId task, @Nullable Job job, TaskReport report) {
    synchronized (records) {
      if (forgotten.contains(task)) {
        return;
      }
      TaskRecord taskRecord = records.computeIfAbsent(task, unknown -> new TaskRecord());
      if (!taskRecord.update(job, report, clock.millis())) {
        return;
      }
      dirty.add(task);
    }
    scheduleSoon();
  }

  @Override
  public void gone(JobId task) {
    synchronized (records) {
      if (forgotten.remove(task) || records.remove(task) == null) {
        return;
      }
      dirty.add(task);
    }
    scheduleSoon();
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
        TreePath status = Paths.taskStatus(host, task);
        if (tree.get(status).isPresent()) {
          changes = changes.delete(status);
        }
        tree.commit(changes.and(histories.append(task, unsent(task))));
        synchronized (records) {
          records.remove(task);
          dirty.remove(task);
          forgotten.add(task);
        }
      } catch (TreeUnavailable e) {
        throw LastStep.unavailable("ZooKeeper cannot be told that the task is gone", e);
      } catch (ChangeRejected e) {
        throw LastStep.unavailable("the undeploy order has changed meanwhile", e);
      } finally {
        histories.doubt(task);
      }
    }
  }

  private void scheduleSoon() {
    long since = clock.millis() - flushedAt;
    schedule(since >= INTERVAL_MILLIS || since < 0 ? 0 : INTERVAL_MILLIS - since);
  }

  private void schedule(long delayMillis) {
    if (cluster == null || !scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      var unused = timer.schedule(this::flush, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      log.debug("Closed before everything was told");
    }
  }

  private void flush() {
    scheduled.set(false);
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
        // Most likely two hosts began the history of a job at once: the next try finds it there.
        again = doubt(e, surprised ? RETRY_MILLIS : INTERVAL_MILLIS);
        surprised = true;
      } catch (TreeUnavailable e) {
        again = doubt(e, RETRY_MILLIS);
      } catch (RuntimeException | Error e) {
        log.error("Statuses cannot be told", e);
        again = doubt(e, RETRY_MILLIS);
      }
      flushedAt = clock.millis();
    }
    if (again >= 0) {
      schedule(again);
    }
  }

  /** What stands in the tree has to be looked at again; returns when. */
  private long doubt(Throwable cause, long delayMillis) {
    log.debug("Statuses are told later", cause);
    compared = false;
    histories.doubtAll();
    return delayMillis;
  }

  /** Writes one batch; returns whether there is more. */
  private boolean write(String clusterId) throws TreeUnavailable, ChangeRejected {
    if (!compared) {
      compare();
    }
    Map<JobId, Written> batch = new LinkedHashMap<>();
    boolean told = false;
    try {
      Changes changes = Changes.NONE;
      while (batch.size() < BATCH && changes.size() < FULL_BYTES) {
        Optional<JobId> task = nextTask(batch.keySet());
        if (task.isEmpty()) {
          break;
        }
        Written written = written(task.get());
        batch.put(task.get(), written);
        changes = changes.and(changes(task.get(), written));
      }
      if (!changes.isEmpty()) {
        tree.commit(
            Changes.NONE
                .checkExists(Paths.identity(clusterId))
                .checkExists(Paths.hostId(host))
                .and(changes));
      }
      told = true;
    } finally {
      synchronized (records) {
        if (told) {
          batch.forEach(this::wasWritten);
        } else {
          dirty.addAll(batch.keySet());
        }
      }
    }
    synchronized (records) {
      return !dirty.isEmpty();
    }
  }

  private Changes changes(JobId task, Written written) throws TreeUnavailable {
    byte[] bytes = written.bytes;
    TreePath path = Paths.taskStatus(host, task);
    Changes changes = Changes.NONE;
    if (bytes == null) {
      changes = tree.get(path).isPresent() ? changes.delete(path) : changes;
    } else if (written.before == null) {
      changes = changes.create(path, bytes);
    } else if (!Arrays.equals(bytes, written.before)) {
      changes = changes.set(path, bytes, Changes.ANY_VERSION);
    }
    return changes.and(histories.append(task, written.events));
  }

  private record Written(
      byte @Nullable [] bytes, byte @Nullable [] before, List<StoredHistory.Event> events) {}

  private Written written(JobId task) {
    synchronized (records) {
      TaskRecord taskRecord = records.get(task);
      return taskRecord == null
          ? new Written(null, null, List.of())
          : new Written(taskRecord.statusBytes(), taskRecord.sent(), taskRecord.unsent());
    }
  }

  private void wasWritten(JobId task, Written written) {
    TaskRecord taskRecord = records.get(task);
    if (taskRecord != null) {
      taskRecord.wasSent(written.bytes);
      taskRecord.historySent(written.events);
    }
  }

  /** A task that changes once more while its batch is put together is written with the next one. */
  private Optional<JobId> nextTask(Set<JobId> batch) {
    synchronized (records) {
      Optional<JobId> next = dirty.stream().filter(task -> !batch.contains(task)).findFirst();
      next.ifPresent(dirty::remove);
      return next;
    }
  }

  private List<StoredHistory.Event> unsent(JobId task) {
    synchronized (records) {
      TaskRecord taskRecord = records.get(task);
      return taskRecord == null ? List.of() : taskRecord.unsent();
    }
  }

  /** Reads what stands in the tree, so that only differences are written. */
  private void compare() throws TreeUnavailable {
    Map<JobId, byte[]> standing = new HashMap<>();
    for (String name : tree.children(Paths.taskStatuses(host))) {
      Optional<JobId> task = jobId(name);
      Optional<Node> node = tree.get(Paths.taskStatuses(host).child(name));
      if (task.isPresent() && node.isPresent()) {
        standing.put(task.get(), node.get().data());
      }
    }
    synchronized (records) {
      records.forEach((task, taskRecord) -> taskRecord.wasSent(standing.get(task)));
      dirty.addAll(records.keySet());
      strays.clear();
      strays.addAll(standing.keySet());
      strays.removeAll(records.keySet());
    }
    compared = true;
  }

  /** Nobody here wrote a node that is named otherwise: it is let alone. */
  private static Optional<JobId> jobId(String name) {
    try {
      return Optional.of(JobId.fromString(name));
    } catch (IllegalArgumentException senseless) {
      return Optional.empty();
    }
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
    boolean some;
    synchronized (records) {
      strays.removeAll(known);
      strays.removeAll(records.keySet());
      strays.removeAll(now.deployments().keySet());
      strays.removeAll(now.undeploys().keySet());
      strays.removeAll(now.unreadable());
      some = !strays.isEmpty();
      dirty.addAll(strays);
      strays.clear();
    }
    if (some) {
      schedule(0);
    }
  }
}
