package io.helios.master.view;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.SettledHosts;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which thing of the cluster a path is about; the reverse of {@link Paths}. */
sealed interface Location {
  <R> R on(Cases<R> cases);

  record OfJob(JobId job) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.job(job);
    }
  }

  record OfHost(HostName host, HostPart part) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.host(host, part);
    }
  }

  record OfTask(HostName host, JobId job, TaskPart part) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.task(host, job, part);
    }
  }

  record OfDeregistration(HostName host) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.deregistration(host);
    }
  }

  record OfMaster(String master) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.master(master);
    }
  }

  /** A group, without what it has dealt with. */
  record OfGroup(String group, GroupPart part) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.group(group, part);
    }
  }

  record OfSettledHosts(String group, int bucket) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.settledHosts(group, bucket);
    }
  }

  record OfRollout(String id) implements Location {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.rollout(id);
    }
  }

  /** Single nodes of a group. */
  enum GroupPart {
    CONFIG,
    STANDING
  }

  /** Single nodes of a host. */
  enum HostPart {
    ITSELF,
    ID,
    UP,
    REPORT,
    LABELS,
    CONDITIONS,
    CORDON
  }

  /** Nodes that a host has for each job. */
  enum TaskPart {
    DEPLOYMENT,
    ORDER,
    STATUS
  }

  /** One method per kind of thing. */
  interface Cases<R> {
    R job(JobId job);

    R host(HostName host, HostPart part);

    R task(HostName host, JobId job, TaskPart part);

    R deregistration(HostName host);

    R master(String master);

    R group(String group, GroupPart part);

    R settledHosts(String group, int bucket);

    R rollout(String id);
  }

  /**
   * What the path is about; empty for nodes that only hold others together.
   *
   * @throws IllegalArgumentException when the path's name is none that a job or host can have
   */
  static Optional<Location> of(TreePath path) {
    TreePath parent = path.parent();
    TreePath grandparent = parent.parent();
    if (grandparent.equals(Paths.JOBS)) {
      return Optional.of(new OfJob(JobId.fromString(path.name())));
    }
    if (parent.equals(Paths.MASTERS)) {
      return Optional.of(new OfMaster(path.name()));
    }
    if (parent.equals(Paths.DEREGISTERED)) {
      return Optional.of(new OfDeregistration(new HostName(path.name())));
    }
    if (parent.equals(Paths.GROUPS)) {
      return Optional.of(new OfGroup(path.name(), GroupPart.CONFIG));
    }
    if (parent.equals(Paths.GROUP_STANDINGS)) {
      return Optional.of(new OfGroup(path.name(), GroupPart.STANDING));
    }
    if (grandparent.equals(Paths.GROUP_STANDINGS)) {
      return settledHosts(path, parent.name());
    }
    if (grandparent.equals(Paths.ROLLOUTS)) {
      return Optional.of(new OfRollout(path.name()));
    }
    if (parent.equals(Paths.REPORTS)) {
      return Optional.of(new OfHost(new HostName(path.name()), HostPart.REPORT));
    }
    if (parent.equals(Paths.HOSTS)) {
      return Optional.of(new OfHost(new HostName(path.name()), HostPart.ITSELF));
    }
    if (grandparent.equals(Paths.HOSTS) || grandparent.equals(Paths.HOST_STATUSES)) {
      HostName host = new HostName(parent.name());
      return Optional.ofNullable(hostPart(path, host)).map(part -> new OfHost(host, part));
    }
    TreePath above = grandparent.parent();
    if (above.equals(Paths.HOSTS) || above.equals(Paths.HOST_STATUSES)) {
      HostName host = new HostName(grandparent.name());
      TaskPart part = taskPart(parent, host);
      return part == null
          ? Optional.empty()
          : Optional.of(new OfTask(host, JobId.fromString(path.name()), part));
    }
    return Optional.empty();
  }

  private static Optional<Location> settledHosts(TreePath path, String group) {
    return IntStream.range(0, SettledHosts.BUCKETS)
        .filter(bucket -> path.equals(Paths.settledHosts(group, bucket)))
        .mapToObj(bucket -> (Location) new OfSettledHosts(group, bucket))
        .findFirst();
  }

  private static @Nullable HostPart hostPart(TreePath path, HostName host) {
    if (path.equals(Paths.hostId(host))) {
      return HostPart.ID;
    } else if (path.equals(Paths.hostUp(host))) {
      return HostPart.UP;
    } else if (path.equals(Paths.hostLabels(host))) {
      return HostPart.LABELS;
    } else if (path.equals(Paths.hostConditions(host))) {
      return HostPart.CONDITIONS;
    } else if (path.equals(Paths.hostCordon(host))) {
      return HostPart.CORDON;
    }
    return null;
  }

  private static @Nullable TaskPart taskPart(TreePath parent, HostName host) {
    if (parent.equals(Paths.deployments(host))) {
      return TaskPart.DEPLOYMENT;
    } else if (parent.equals(Paths.undeploys(host))) {
      return TaskPart.ORDER;
    } else if (parent.equals(Paths.taskStatuses(host))) {
      return TaskPart.STATUS;
    }
    return null;
  }
}
