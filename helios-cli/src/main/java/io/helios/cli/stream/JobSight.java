package io.helios.cli.stream;

import io.helios.cli.frame.Invocation;
import io.helios.client.WatchRequest;
import io.helios.model.job.JobId;
import io.helios.model.task.JobStatus;
import io.helios.model.task.TaskReport;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at a job again and again: at what masters have told, and asks them where they tell nothing,
 * or nothing any more.
 */
public final class JobSight implements AutoCloseable {
  private final Invocation invocation;
  private final JobId job;
  private final JobStream stream;

  private JobSight(Invocation invocation, JobId job, JobStream stream) {
    this.invocation = invocation;
    this.job = job;
    this.stream = stream;
  }

  /** Begins to follow it. */
  public static JobSight of(Invocation invocation, JobId job) {
    WatchRequest request = WatchRequest.everything().kinds("job", "task").jobs(job);
    return new JobSight(invocation, job, JobStream.open(invocation, request));
  }

  /** Waits a moment for masters that tell, so that even the first look need not ask. */
  public void awaitBeginning() {
    stream.awaitBeginning();
  }

  /**
   * What agents say of it, by the hosts on which it is deployed.
   *
   * @return empty when there is no such job
   */
  public Optional<Map<String, Optional<TaskReport>>> look() {
    synchronized (stream) {
      if (stream.isCurrent()) {
        return stream.isRemoved() ? Optional.empty() : Optional.of(told());
      }
    }
    return invocation.get(invocation.client().jobStatus(job)).map(JobSight::answered);
  }

  private Map<String, Optional<TaskReport>> told() {
    Map<String, Optional<TaskReport>> reports = new TreeMap<>();
    stream
        .tasks()
        .forEach(
            (host, task) -> {
              if (task.deployment() != null) {
                reports.put(host, Optional.ofNullable(task.status()));
              }
            });
    return reports;
  }

  private static Map<String, Optional<TaskReport>> answered(JobStatus status) {
    Map<String, Optional<TaskReport>> reports = new TreeMap<>();
    status.deployments().keySet().forEach(host -> reports.put(host, Optional.empty()));
    status.taskStatuses().forEach((host, task) -> reports.put(host, Optional.of(task.report())));
    return reports;
  }

  @Override
  public void close() {
    stream.close();
  }
}
