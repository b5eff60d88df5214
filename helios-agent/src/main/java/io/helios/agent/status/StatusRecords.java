package io.helios.agent.status;

import io.helios.coordination.layout.StoredHistory;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of all tasks, what was told, and which of them differ. Of many changes between
 * two looks the last status and all events are left. Safe for use by any thread.
 */
final class StatusRecords {

  /**
   * What is to be told of one task.
   *
   * @param bytes its status; null for none any more
   * @param before what stands in the tree; null for nothing
   */
  record Pending(
      JobId task,
      byte @Nullable [] bytes,
      byte @Nullable [] before,
      List<StoredHistory.Event> events) {}

  // All guarded by this.
  private final Map<JobId, TaskRecord> records = new HashMap<>();
  private final Set<JobId> dirty = new LinkedHashSet<>();
  private final Set<JobId> strays = new HashSet<>();

  /** Taken out of the tree with their last events; whatever else is said before they are gone. */
  private final Set<JobId> forgotten = new HashSet<>();

  /** Of an earlier life of the agent, until something is known of the task in this one. */
  private final Map<JobId, List<StoredHistory.Event>> remembered = new HashMap<>();

  /** What an earlier life of the agent could not tell. */
  synchronized void remember(Map<JobId, List<StoredHistory.Event>> events) {
    remembered.putAll(events);
  }

  /** All events that were not told yet. */
  synchronized Map<JobId, List<StoredHistory.Event>> unsent() {
    Map<JobId, List<StoredHistory.Event>> unsent = new HashMap<>(remembered);
    records.forEach((task, taskRecord) -> unsent.put(task, taskRecord.unsent()));
    unsent.values().removeIf(List::isEmpty);
    return unsent;
  }

  /** Returns whether there is something new to tell. */
  synchronized boolean publish(JobId task, @Nullable Job job, TaskReport report, long now) {
    if (forgotten.contains(task)) {
      return false;
    }
    TaskRecord taskRecord = records.get(task);
    if (taskRecord == null) {
      List<StoredHistory.Event> before = remembered.remove(task);
      taskRecord = new TaskRecord(before == null ? List.of() : before);
      records.put(task, taskRecord);
    }
    boolean isNew = taskRecord.update(job, report, now);
    if (isNew) {
      dirty.add(task);
    }
    return isNew;
  }

  /** Nothing more is known of the task; returns whether that is to be told. */
  synchronized boolean gone(JobId task) {
    boolean isNew = !forgotten.remove(task) && records.remove(task) != null;
    if (isNew) {
      dirty.add(task);
    }
    return isNew;
  }

  /** The task was taken out of the tree, and all its events told. */
  synchronized void forget(JobId task) {
    records.remove(task);
    dirty.remove(task);
    forgotten.add(task);
  }

  /** Takes a task of which something is to be told; none of those. */
  synchronized Optional<Pending> take(Set<JobId> but) {
    // One that changes once more while its batch is put together is told with the next one.
    Optional<JobId> next = dirty.stream().filter(task -> !but.contains(task)).findFirst();
    next.ifPresent(dirty::remove);
    return next.map(this::pending);
  }

  private Pending pending(JobId task) {
    TaskRecord taskRecord = records.get(task);
    return taskRecord == null
        ? new Pending(task, null, null, List.of())
        : new Pending(task, taskRecord.statusBytes(), taskRecord.sent(), taskRecord.unsent());
  }

  /** What was taken stands in the tree now. */
  synchronized void told(Collection<Pending> batch) {
    for (Pending told : batch) {
      TaskRecord taskRecord = records.get(told.task());
      if (taskRecord != null) {
        taskRecord.wasSent(told.bytes());
        taskRecord.historySent(told.events());
      }
    }
  }

  /** Whether a status of the task was told, and stands in the tree as far as is known. */
  synchronized boolean stands(JobId task) {
    TaskRecord taskRecord = records.get(task);
    return taskRecord != null && taskRecord.sent() != null;
  }

  /** What was taken could not be told. */
  synchronized void notTold(Collection<Pending> batch) {
    batch.forEach(pending -> dirty.add(pending.task()));
  }

  synchronized boolean isAnyLeft() {
    return !dirty.isEmpty();
  }

  synchronized List<StoredHistory.Event> unsent(JobId task) {
    TaskRecord taskRecord = records.get(task);
    return taskRecord == null ? List.of() : taskRecord.unsent();
  }

  /** All has to be told unless it stands in the tree already. */
  synchronized void compare(Map<JobId, byte[]> standing) {
    records.forEach((task, taskRecord) -> taskRecord.wasSent(standing.get(task)));
    dirty.addAll(records.keySet());
    strays.clear();
    strays.addAll(standing.keySet());
    strays.removeAll(records.keySet());
  }

  /**
   * Statuses that stand in the tree and are of none of those tasks are to be deleted, if nothing is
   * known of them here either; returns whether there are any.
   */
  synchronized boolean takeBack(Set<JobId> tasks) {
    strays.removeAll(tasks);
    strays.removeAll(records.keySet());
    boolean some = dirty.addAll(strays);
    strays.clear();
    return some;
  }
}
