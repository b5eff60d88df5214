package io.helios.agent.status;

import io.helios.events.delivery.Outlet;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import io.helios.model.task.TaskStatusEvent;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes an event of a task's history to an event sender as well, in the predecessor's
 * form: {@code {"host":..., "status":{...}, "timestamp":...}} with the whole job, its environment
 * included. Of tasks whose job is not known nothing is told. Calls about one task come one after
 * the other.
 */
public final class StatusEvents implements StatusSink {
  /** The predecessor's topic. */
  static final String TOPIC = "HeliosTaskStatusEvents";

  private final StatusSink next;
  private final Outlet outlet;
  private final HostName host;
  private final Clock clock;
  private final Map<JobId, TaskReport> told = new ConcurrentHashMap<>();

  /**
   * @param next is told everything first
   */
  public StatusEvents(StatusSink next, Outlet outlet, HostName host, Clock clock) {
    this.next = next;
    this.outlet = outlet;
    this.host = host;
    this.clock = clock;
  }

  @Override
  public void publish(JobId task, @Nullable Job job, TaskReport report) {
    next.publish(task, job, report);
    TaskReport before = told.get(task);
    if (job != null && (before == null || TaskRecord.isEvent(before, report))) {
      told.put(task, report);
      TaskStatusEvent event =
          new TaskStatusEvent(new TaskStatus(job, report), clock.millis(), host.value(), null);
      outlet.put(new Outlet.Parcel(TOPIC, Json.bytes(event)));
    }
  }

  @Override
  public void gone(JobId task) {
    next.gone(task);
    told.remove(task);
  }
}
