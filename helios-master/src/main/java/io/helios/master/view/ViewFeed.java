package io.helios.master.view;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.SettledHosts;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.view.Location.GroupPart;
import io.helios.master.view.Location.HostPart;
import io.helios.master.view.Location.TaskPart;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.Cordon;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into the view. All methods are for one thread. A node that cannot be understood hides
 * only the thing it is about, and is named to {@code unreadable}.
 */
final class ViewFeed {
  private final ClusterView view;
  private final BiConsumer<TreePath, String> unreadable;
  private final Touched touched;

  /** Hears of each place that is different in the view now. */
  interface Touched {
    /**
     * @param zxid of the change
     */
    void touched(Location location, long zxid);
  }

  /**
   * @param unreadable told of each node that cannot be understood, and why
   */
  ViewFeed(ClusterView view, BiConsumer<TreePath, String> unreadable, Touched touched) {
    this.view = view;
    this.unreadable = unreadable;
    this.touched = touched;
  }

  /**
   * Which nodes the view needs. Markers of hosts below jobs, job references and port reservations
   * follow from the rest; reading them would only make the start slower. What stands below a
   * rollout is for its driver, and for those who ask for that one.
   */
  public static boolean wants(TreePath path) {
    TreePath parent = path.parent();
    TreePath grandparent = parent.parent();
    TreePath above = grandparent.parent();
    return !path.equals(Paths.JOB_REFERENCES)
        && !path.equals(Paths.IDENTITIES)
        && !above.equals(Paths.JOBS)
        && !above.equals(Paths.ROLLOUTS)
        && !(grandparent.equals(Paths.HOSTS) && isPorts(path, parent));
  }

  private static boolean isPorts(TreePath path, TreePath parent) {
    return HostName.of(parent.name()).map(Paths::ports).filter(path::equals).isPresent();
  }

  /** The node is there in this state. */
  void changed(Node node) {
    changed(node, node.changedAt());
  }

  /**
   * The node is there in this state.
   *
   * @param zxid as of when the view is to hold it
   */
  void changed(Node node, long zxid) {
    located(node.path()).ifPresent(location -> update(location, node.path(), node, zxid));
  }

  /** The node is gone. */
  void removed(TreePath path, long zxid) {
    located(path).ifPresent(location -> update(location, path, null, zxid));
  }

  private void update(Location location, TreePath path, @Nullable Node node, long zxid) {
    location.on(new Update(path, node));
    touched.touched(location, zxid);
  }

  /** What the node is about; empty where nobody needs to know. */
  Optional<Location> located(TreePath path) {
    try {
      return Location.of(path);
    } catch (IllegalArgumentException e) {
      unreadable.accept(path, "its name is not that of a host or job");
      return Optional.empty();
    }
  }

  /** One node's new state; null for gone. */
  private final class Update implements Location.Cases<Boolean> {
    private final TreePath path;
    private final @Nullable Node node;
    private boolean bad;

    Update(TreePath path, @Nullable Node node) {
      this.path = path;
      this.node = node;
    }

    @Override
    public Boolean job(JobId id) {
      if (node == null) {
        view.removeJob(id);
        return true;
      }
      view.jobNamed(id);
      Job job = read(Job.class);
      if (job != null && id.equals(job.id())) {
        view.put(new JobView(job));
        return true;
      }
      view.hideJob(id);
      if (job != null) {
        unreadable.accept(path, "it holds another job, " + job.id());
      }
      return true;
    }

    @Override
    public Boolean host(HostName name, HostPart part) {
      view.change(name, host -> marked(changed(host, part)));
      return true;
    }

    private HostView changed(HostView host, HostPart part) {
      return switch (part) {
        case ITSELF ->
            node != null ? host.withPresent(true) : host.withPresent(false).withoutReport();
        case ID -> host.withId(versioned(String.class));
        case UP -> host.withUp(node != null);
        case REPORT -> host.withReport(read(HostReport.class));
        case LABELS -> host.withLabels(texts());
        case CONDITIONS -> host.withConditions(texts());
        case CORDON -> host.withCordon(versioned(Cordon.class));
      };
    }

    @Override
    public Boolean task(HostName name, JobId job, TaskPart part) {
      view.change(
          name,
          job,
          host ->
              marked(
                  switch (part) {
                    case DEPLOYMENT -> host.withDeployment(job, deployment(job));
                    case ORDER -> host.withOrder(job, versioned(UndeployOrder.class));
                    case STATUS -> host.withStatus(job, read(StoredStatus.class));
                  }));
      return true;
    }

    @Override
    public Boolean deregistration(HostName host) {
      Versioned<DeregistrationOrder> order = versioned(DeregistrationOrder.class);
      if (order != null) {
        view.put(host, order);
      } else if (node == null) {
        view.removeDeregistration(host);
      } else {
        view.hideDeregistration(host);
      }
      return true;
    }

    @Override
    public Boolean master(String master) {
      if (node == null) {
        view.masterWent(master);
      } else {
        view.masterCame(master);
      }
      return true;
    }

    @Override
    public Boolean group(String group, GroupPart part) {
      view.changeGroup(
          group,
          it ->
              switch (part) {
                case CONFIG -> it.withConfig(versioned(DeploymentGroup.class));
                case STANDING -> it.withStanding(versioned(GroupStanding.class));
              });
      return true;
    }

    @Override
    public Boolean settledHosts(String group, int bucket) {
      view.changeGroup(group, it -> it.withSettled(bucket, versioned(SettledHosts.class)));
      return true;
    }

    @Override
    public Boolean rollout(String id) {
      Versioned<StoredRollout> rollout = versioned(StoredRollout.class);
      if (rollout == null) {
        view.removeRollout(id);
      } else {
        view.put(id, rollout);
      }
      return true;
    }

    private @Nullable Versioned<Deployment> deployment(JobId id) {
      Versioned<Deployment> there = versioned(Deployment.class);
      if (there == null || (there.value().goal() != null && id.equals(there.value().jobId()))) {
        return there;
      }
      bad = true;
      unreadable.accept(path, "it has no goal or is about another job");
      return null;
    }

    private Map<String, String> texts() {
      Map<?, ?> raw = read(Map.class);
      Map<String, String> texts = new TreeMap<>();
      if (raw != null) {
        raw.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
      }
      return Collections.unmodifiableMap(texts);
    }

    private <T> @Nullable Versioned<T> versioned(Class<T> type) {
      T value = read(type);
      return value == null || node == null ? null : new Versioned<>(value, node.version());
    }

    private <T> @Nullable T read(Class<T> type) {
      if (node == null) {
        return null;
      }
      try {
        return Stored.read(node.data(), type);
      } catch (IOException e) {
        bad = true;
        unreadable.accept(path, String.valueOf(e.getMessage()));
        return null;
      }
    }

    /** Keeps the host's list of unreadable nodes; call after reading. */
    private HostView marked(HostView host) {
      if (bad == host.unreadable().contains(path)) {
        return host;
      }
      Set<TreePath> paths = new TreeSet<>(host.unreadable());
      if (bad) {
        paths.add(path);
      } else {
        paths.remove(path);
      }
      return host.withUnreadable(new HashSet<>(paths));
    }
  }
}
