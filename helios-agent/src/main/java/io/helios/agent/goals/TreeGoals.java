package io.helios.agent.goals;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.mirror.TreeMirror;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the tree says to this host, and reads the jobs it speaks of. Tells nothing while the
 * connection is away or what is known is incomplete.
 */
public final class TreeGoals implements TreeMirror.Listener, AutoCloseable {

  /** Gets told on threads of the tree; must return quickly. */
  public interface Listener {
    /**
     * This is all that the tree says; the jobs are those that could be read.
     *
     * @param again false when it has just changed: of a transaction, parts may still be to come
     */
    void orders(HostOrders orders, Map<JobId, Job> jobs, boolean again);

    /** Nothing is known until {@link #orders}. */
    void lost();
  }

  private static final Logger log = LoggerFactory.getLogger(TreeGoals.class);

  private final Tree tree;
  private final HostNodes nodes;
  private final Listener listener;
  private final TreeMirror mirror;

  /** Jobs never change, so what was read once stays true. */
  private final Map<JobId, Job> jobs = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Set<JobId> asked = new HashSet<>();

  /** Jobs of deployments that are announced and not told yet, so that nobody waits for them. */
  private final Map<JobId, Job> early = new HashMap<>();

  private boolean live;

  public TreeGoals(Tree tree, HostName host, Listener listener) {
    this.tree = tree;
    this.nodes = new HostNodes(host);
    this.listener = listener;
    this.mirror = new TreeMirror(tree, nodes.roots(), path -> true, this);
  }

  public void start() {
    mirror.start();
  }

  /** A job that is known from elsewhere and need not be read. */
  public void knows(Job job) {
    jobs.put(job.id(), job);
  }

  /** Tells everything once more, and asks again for jobs that could not be read. */
  public void askAgain() {
    synchronized (this) {
      asked.clear();
      early.clear();
    }
    publish(true);
  }

  @Override
  public void close() {
    mirror.close();
  }

  /** A deployment's node is named after its job, which can be read at the same time. */
  @Override
  public void announced(List<TreePath> paths) {
    List<TreePath> unknown =
        paths.stream()
            .flatMap(path -> nodes.deployed(path).stream())
            .filter(job -> !jobs.containsKey(job))
            .map(Paths::job)
            .toList();
    if (!unknown.isEmpty()) {
      tree.read(
          unknown,
          readings -> readings.found().values().forEach(this::readEarly),
          failed -> log.debug("Jobs will be asked for again", failed));
    }
  }

  private void readEarly(Reading reading) {
    try {
      Job job = Stored.read(reading.node().data(), Job.class);
      synchronized (this) {
        early.put(job.id(), job);
      }
    } catch (IOException e) {
      log.debug("The job {} will be asked for again", reading.node().path(), e);
    }
  }

  @Override
  public synchronized void changed(Node node) {
    nodes.changed(node);
  }

  @Override
  public synchronized void removed(TreePath path, long zxid) {
    nodes.removed(path);
  }

  @Override
  public void settled(long revision) {
    publish(false);
  }

  @Override
  public void live(long revision) {
    synchronized (this) {
      live = true;
      asked.clear();
      early.clear();
    }
    publish(false);
  }

  @Override
  public void stale() {
    synchronized (this) {
      live = false;
    }
    listener.lost();
  }

  private void publish(boolean again) {
    Map<TreePath, JobId> missing = new HashMap<>();
    synchronized (this) {
      if (!live) {
        return;
      }
      HostOrders orders = nodes.orders();
      for (JobId job : orders.deployments().keySet()) {
        Job read = early.remove(job);
        if (read != null) {
          knows(read);
        }
        if (!jobs.containsKey(job) && asked.add(job)) {
          missing.put(Paths.job(job), job);
        }
      }
      orders.undeploys().values().forEach(order -> knows(order.value().job()));
      listener.orders(orders, Map.copyOf(jobs), again);
      Set<JobId> spokenOf = new HashSet<>(orders.deployments().keySet());
      spokenOf.addAll(orders.undeploys().keySet());
      jobs.keySet().retainAll(spokenOf);
      asked.retainAll(spokenOf);
    }
    if (!missing.isEmpty()) {
      tree.read(
          List.copyOf(missing.keySet()),
          readings -> read(missing, readings.found()),
          failed -> log.debug("Jobs could not be read, to be asked for again", failed));
    }
  }

  private synchronized void answered(JobId job) {
    asked.remove(job);
  }

  private void read(Map<TreePath, JobId> missing, Map<TreePath, Reading> found) {
    missing.forEach(
        (path, job) -> {
          Reading reading = found.get(path);
          if (reading == null) {
            log.warn("The job {} is deployed here but does not exist; nothing is done", job);
            return;
          }
          try {
            knows(Stored.read(reading.node().data(), Job.class));
            answered(job);
          } catch (IOException e) {
            log.warn("The job {} cannot be read ({}); nothing is done", job, e.getMessage());
          }
        });
    publish(false);
  }
}
