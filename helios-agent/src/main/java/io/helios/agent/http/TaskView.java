package io.helios.agent.http;

import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agent works on, in its own eyes. Answers at once, from memory, on any thread. */
public interface TaskView {
  Map<JobId, Task> tasks();

  Map<JobId, TaskStatus> statuses();

  /**
   * One task as asked for.
   *
   * @param deployerUser who asked, self-declared
   * @param deployerMaster master that acted for a group
   * @param deploymentGroupName group that owns the deployment
   */
  record Task(
      Job job,
      Goal goal,
      @Nullable String deployerUser,
      @Nullable String deployerMaster,
      @Nullable String deploymentGroupName) {}
}
