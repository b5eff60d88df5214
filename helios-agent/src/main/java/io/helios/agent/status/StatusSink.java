package io.helios.agent.status;

import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import org.jspecify.annotations.Nullable;

/** Where a task's status is told. The latest one wins; never blocks. */
public interface StatusSink {
  /**
   * What is said of the task now. Saying the same twice is fine.
   *
   * @param job null when it is not known
   */
  void publish(JobId task, @Nullable Job job, TaskReport report);

  /** There is nothing more to say of the task. */
  void gone(JobId task);
}
