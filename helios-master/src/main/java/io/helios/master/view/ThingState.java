package io.helios.master.view;

import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one thing that can be watched looked at some revision, or that it was not there. */
public sealed interface ThingState {
  <R> R on(Cases<R> cases);

  /** Names the thing; equal for two states of the same one. */
  Object key();

  boolean isGone();

  /**
   * A host as one of the cluster.
   *
   * @param now null when it is not registered
   */
  record OfHost(HostName host, @Nullable HostView now) implements ThingState {
    static OfHost in(ClusterView view, HostName host) {
      return new OfHost(host, view.registeredHost(host).orElse(null));
    }

    /** Empty when it is not registered: it belongs to no selection then. */
    public Optional<Map<String, String>> labels() {
      return Optional.ofNullable(now).map(HostView::labels);
    }

    @Override
    public Object key() {
      return host;
    }

    @Override
    public boolean isGone() {
      return now == null;
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.host(this);
    }
  }

  /**
   * A job.
   *
   * @param now null when it is not there
   */
  record OfJob(JobId job, @Nullable Job now) implements ThingState {
    static OfJob in(ClusterView view, JobId job) {
      return new OfJob(job, view.job(job).map(JobView::job).orElse(null));
    }

    @Override
    public Object key() {
      return job;
    }

    @Override
    public boolean isGone() {
      return now == null;
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.job(this);
    }
  }

  /**
   * What was asked of a host about a job, and what its agent says of it.
   *
   * @param labels of the host
   */
  record OfTask(
      TaskKey task,
      Map<String, String> labels,
      @Nullable Deployment deployment,
      @Nullable UndeployOrder order,
      @Nullable StoredStatus status)
      implements ThingState {
    static OfTask in(ClusterView view, TaskKey task) {
      return view.host(task.host())
          .map(host -> in(host, task.job()))
          .orElseGet(() -> new OfTask(task, Map.of(), null, null, null));
    }

    static OfTask in(HostView host, JobId job) {
      Versioned<Deployment> deployment = host.deployments().get(job);
      Versioned<UndeployOrder> order = host.orders().get(job);
      return new OfTask(
          new TaskKey(host.name(), job),
          host.labels(),
          deployment == null ? null : deployment.value(),
          order == null ? null : order.value(),
          host.statuses().get(job));
    }

    @Override
    public Object key() {
      return task;
    }

    @Override
    public boolean isGone() {
      return deployment == null && order == null && status == null;
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.task(this);
    }
  }

  /** Names a group; its name alone could be that of something else. */
  record GroupKey(String name) {}

  /**
   * A deployment group.
   *
   * @param now null when there is none
   */
  record OfGroup(String group, @Nullable GroupView now) implements ThingState {
    static OfGroup in(ClusterView view, String group) {
      return new OfGroup(group, view.group(group).orElse(null));
    }

    @Override
    public Object key() {
      return new GroupKey(group);
    }

    @Override
    public boolean isGone() {
      return now == null;
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.group(this);
    }
  }

  /** One method per kind of thing. */
  interface Cases<R> {
    R host(OfHost state);

    R job(OfJob state);

    R task(OfTask state);

    R group(OfGroup state);
  }
}
