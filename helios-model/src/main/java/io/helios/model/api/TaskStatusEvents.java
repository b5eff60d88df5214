package io.helios.model.api;

import io.helios.model.task.TaskStatusEvent;
import java.util.List;

/** History of a job, all hosts merged, oldest first. */
public record TaskStatusEvents(List<TaskStatusEvent> events, Status status) {
  /** Whether the job exists. */
  public enum Status {
    OK,
    JOB_ID_NOT_FOUND
  }
}
