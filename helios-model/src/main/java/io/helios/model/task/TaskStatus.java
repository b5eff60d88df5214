package io.helios.model.task;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.helios.model.job.Job;

/** A job on a host and what its agent says of it; flat on the wire. */
public record TaskStatus(Job job, @JsonUnwrapped TaskReport report) {
  public State state() {
    return report.state();
  }
}
