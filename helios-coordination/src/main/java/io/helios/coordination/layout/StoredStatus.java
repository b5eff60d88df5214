package io.helios.coordination.layout;

import io.helios.model.job.Job;
import io.helios.model.json.Contents;
import io.helios.model.task.TaskReport;
import org.jspecify.annotations.Nullable;

/**
 * A task's status in the tree.
 *
 * @param job only where no deployment of the job stands behind it (undeploying, orphaned);
 *     otherwise null, and the job is the one of that id
 */
public record StoredStatus(@Nullable Job job, TaskReport report) {
  public StoredStatus {
    Contents.required("report of a status", report);
  }
}
