package io.helios.model.task;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.helios.model.job.Job;
import io.helios.model.json.Contents;

/** A job on a host and what its agent says of it; flat on the wire. */
public record TaskStatus(Job job, @JsonUnwrapped TaskReport report) {
  public TaskStatus {
    Contents.required("job of a task status", job);
  }

  public State state() {
    return report.state();
  }
}
