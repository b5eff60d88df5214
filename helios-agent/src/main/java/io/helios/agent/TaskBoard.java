package io.helios.agent;

import io.helios.agent.goals.HostOrders;
import io.helios.agent.http.TaskView;
import io.helios.agent.metric.AgentMetrics;
import io.helios.agent.status.StatusSink;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps the latest status of every task for the agent's own API, and passes it on. */
final class TaskBoard implements StatusSink, TaskView {
  private final StatusSink next;
  private final AgentMetrics metrics;
  private final Map<JobId, TaskStatus> statuses = new ConcurrentHashMap<>();
  private volatile HostOrders orders = HostOrders.NONE;

  TaskBoard(StatusSink next, AgentMetrics metrics) {
    this.next = next;
    this.metrics = metrics;
  }

  void orders(HostOrders now) {
    orders = now;
  }

  @Override
  public void publish(JobId task, @Nullable Job job, TaskReport report) {
    if (job != null) {
      TaskStatus before = statuses.put(task, new TaskStatus(job, report));
      metrics.told(before == null ? null : before.report(), report);
    }
    next.publish(task, job, report);
  }

  @Override
  public void gone(JobId task) {
    statuses.remove(task);
    next.gone(task);
  }

  @Override
  public Map<JobId, TaskStatus> statuses() {
    return new TreeMap<>(statuses);
  }

  @Override
  public Map<JobId, Task> tasks() {
    Map<JobId, Deployment> deployments = orders.deployments();
    Map<JobId, Task> tasks = new TreeMap<>();
    statuses.forEach(
        (id, status) -> {
          Goal goal = status.report().goal();
          if (goal != null) {
            tasks.put(id, task(status.job(), goal, deployments.get(id)));
          }
        });
    return tasks;
  }

  private static Task task(Job job, Goal goal, @Nullable Deployment deployment) {
    return deployment == null
        ? new Task(job, goal, null, null, null)
        : new Task(
            job,
            goal,
            deployment.deployerUser(),
            deployment.deployerMaster(),
            deployment.deploymentGroupName());
  }
}
