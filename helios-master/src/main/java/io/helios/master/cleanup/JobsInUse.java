package io.helios.master.cleanup;

import io.helios.model.job.JobId;

/** Who refers to jobs without having them deployed, such as deployment groups. */
@FunctionalInterface
public interface JobsInUse {
  /** Whether the job is still needed although it is deployed nowhere. Must not block. */
  boolean contains(JobId job);
}
