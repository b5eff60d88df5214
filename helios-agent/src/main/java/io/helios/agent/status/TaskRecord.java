package io.helios.agent.status;

import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredStatus;
import io.helios.model.job.Job;
import io.helios.model.task.Goal;
import io.helios.model.task.HealthState;
import io.helios.model.task.TaskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be told of one task, and what was. Guarded by its owner. */
final class TaskRecord {
  private @Nullable StoredStatus latest;
  private @Nullable TaskReport lastEvent;
  private byte @Nullable [] sent;
  private final List<StoredHistory.Event> unsent = new ArrayList<>();

  /** With events that were not told yet. */
  TaskRecord(List<StoredHistory.Event> before) {
    unsent.addAll(before);
    lastEvent = before.isEmpty() ? null : before.get(before.size() - 1).report();
  }

  /** Returns whether there is something new to tell. */
  boolean update(@Nullable Job job, TaskReport report, long now) {
    boolean alone =
        report.goal() == null
            || report.goal() == Goal.UNDEPLOY
            || Boolean.TRUE.equals(report.orphaned());
    StoredStatus status = new StoredStatus(alone ? job : null, report);
    if (status.equals(latest)) {
      return false;
    }
    latest = status;
    if (lastEvent == null || isEvent(lastEvent, report)) {
      lastEvent = report;
      BoundedHistory.add(unsent, new StoredHistory.Event(now, 1, report));
    }
    return true;
  }

  /**
   * Counters and times alone are no event, nor is that an ended container was removed, or that one
   * is seen before the step that makes it has ended.
   */
  static boolean isEvent(TaskReport before, TaskReport now) {
    return before.state() != now.state()
        || before.goal() != now.goal()
        || before.throttled() != now.throttled()
        || (now.containerId() != null
            && before.containerId() != null
            && !now.containerId().equals(before.containerId()))
        || !before.containerError().equals(now.containerError())
        || !Objects.equals(before.generation(), now.generation())
        || !Objects.equals(before.waitingFor(), now.waitingFor())
        || (before.health() == HealthState.UNHEALTHY) != (now.health() == HealthState.UNHEALTHY)
        || !Objects.equals(before.orphaned(), now.orphaned())
        || !Objects.equals(before.registrationError(), now.registrationError());
  }

  byte @Nullable [] statusBytes() {
    return latest == null ? null : Stored.bytes(latest);
  }

  byte @Nullable [] sent() {
    return sent;
  }

  void wasSent(byte @Nullable [] bytes) {
    sent = bytes;
  }

  List<StoredHistory.Event> unsent() {
    return List.copyOf(unsent);
  }

  /** Those events are in the tree now. */
  void historySent(List<StoredHistory.Event> events) {
    unsent.removeAll(events);
  }
}
