package io.helios.model.task;

import io.helios.model.job.Job;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A job everywhere it is deployed, by host name. Hosts that have not reported lack a status. */
public record JobStatus(
    Job job, Map<String, TaskStatus> taskStatuses, Map<String, Deployment> deployments) {
  public JobStatus {
    taskStatuses = Collections.unmodifiableMap(new TreeMap<>(taskStatuses));
    deployments = Collections.unmodifiableMap(new TreeMap<>(deployments));
  }
}
