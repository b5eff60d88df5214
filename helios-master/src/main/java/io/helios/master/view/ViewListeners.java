package io.helios.master.view;

import io.helios.coordination.tree.Subscription;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to a view, and what changed since they were last told. Everything happens on the view
 * thread; while nobody listens nothing is kept.
 */
final class ViewListeners implements Location.Cases<Boolean> {
  private static final Logger log = LoggerFactory.getLogger(ViewListeners.class);

  private final ClusterView view;
  private final List<ViewListener> listeners = new ArrayList<>();
  private final Set<HostName> hosts = new HashSet<>();
  private final Set<JobId> jobs = new HashSet<>();
  private final Set<TaskKey> tasks = new HashSet<>();
  private final Set<String> groups = new HashSet<>();
  private final Set<String> rollouts = new HashSet<>();
  private boolean complete;
  private boolean live;
  private long revision;

  ViewListeners(ClusterView view) {
    this.view = view;
  }

  /**
   * Listens from now on.
   *
   * @param onViewThread runs what it is given on the view thread, also when called there
   */
  static Subscription subscribe(
      ViewListeners listeners, ViewListener listener, Consumer<Runnable> onViewThread) {
    onViewThread.accept(() -> listeners.add(listener));
    return () -> onViewThread.accept(() -> listeners.listeners.remove(listener));
  }

  private void add(ViewListener listener) {
    listeners.add(listener);
    if (live) {
      tell(listener, it -> it.live(revision));
    }
  }

  /** The view was changed there. */
  void touched(Location location) {
    // Until the view is complete, listeners will look at everything anyway.
    if (complete && !listeners.isEmpty()) {
      location.on(this);
    }
  }

  void settled(long now) {
    revision = now;
    ViewChange change = new ViewChange(now, hosts, jobs, tasks, groups, rollouts);
    hosts.clear();
    jobs.clear();
    tasks.clear();
    groups.clear();
    rollouts.clear();
    if (!change.isEmpty()) {
      tellAll(listener -> listener.changed(change));
    }
  }

  void live(long now) {
    complete = true;
    live = true;
    settled(now);
    tellAll(listener -> listener.live(now));
  }

  void stale() {
    live = false;
    tellAll(ViewListener::stale);
  }

  private void tellAll(Consumer<ViewListener> call) {
    List.copyOf(listeners).forEach(listener -> tell(listener, call));
  }

  private static void tell(ViewListener listener, Consumer<ViewListener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      // One listener's mistake must neither stop the view nor keep it from the others.
      log.error("{} failed", listener, e);
    }
  }

  @Override
  public Boolean job(JobId job) {
    return jobs.add(job);
  }

  @Override
  public Boolean host(HostName host, Location.HostPart part) {
    return switch (part) {
      case ITSELF, ID, UP, LABELS, CORDON -> hosts.add(host);
      // Told once a minute by each agent, and nothing to act on while it is there.
      case REPORT, CONDITIONS -> view.host(host).filter(HostView::up).isEmpty() && hosts.add(host);
    };
  }

  @Override
  public Boolean task(HostName host, JobId job, Location.TaskPart part) {
    return tasks.add(new TaskKey(host, job));
  }

  @Override
  public Boolean deregistration(HostName host) {
    return hosts.add(host);
  }

  @Override
  public Boolean master(String master) {
    return false;
  }

  @Override
  public Boolean group(String group, Location.GroupPart part) {
    return groups.add(group);
  }

  @Override
  public Boolean settledHosts(String group, int bucket) {
    // Kept by who drives the group's rollouts; nobody else asks.
    return false;
  }

  @Override
  public Boolean rollout(String id) {
    return rollouts.add(id);
  }
}
