package io.helios.master.view;

import io.helios.model.job.Job;
import io.helios.model.job.JobId;

/** A job of the cluster. Jobs never change, so there is no version. */
public record JobView(Job job) {
  public JobId id() {
    return job.id();
  }
}
