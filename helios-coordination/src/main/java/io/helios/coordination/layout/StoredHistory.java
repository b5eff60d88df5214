package io.helios.coordination.layout;

import io.helios.model.json.Contents;
import io.helios.model.task.TaskReport;
import java.util.List;

/** What happened to one job on one host, oldest first, bounded. */
public record StoredHistory(List<Event> events) {
  /** Events that are kept. */
  public static final int LIMIT = 30;

  public StoredHistory {
    events = Contents.list("events", events);
  }

  /**
   * One state that the task went through.
   *
   * @param timestamp epoch milliseconds by the host's clock
   * @param sequence grows by one with every event of the task, so that none is lost or doubled
   */
  public record Event(long timestamp, long sequence, TaskReport report) {
    public Event {
      Contents.required("report of an event", report);
    }
  }
}
