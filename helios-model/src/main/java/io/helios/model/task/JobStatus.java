package io.helios.model.task;

import io.helios.model.job.Job;
import io.helios.model.json.Contents;
import java.util.Map;

/** A job everywhere it is deployed, by host name. Hosts that have not reported lack a status. */
public record JobStatus(
    Job job, Map<String, TaskStatus> taskStatuses, Map<String, Deployment> deployments) {
  public JobStatus {
    taskStatuses = Contents.map("taskStatuses", taskStatuses);
    deployments = Contents.map("deployments", deployments);
  }
}
