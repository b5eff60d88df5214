package io.helios.agent.goals;

import io.helios.agent.task.Demand;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last known demand of every task. What the tree no longer shows stays in force as an orphan:
 * only an order ends it. Used by one thread.
 */
public final class GoalBook {
  private final String hostId;
  private final Map<JobId, Demand> demands = new HashMap<>();
  private final Set<JobId> missing = new HashSet<>();

  /** What is done of an order to deregister, which stands until all of it is. */
  private final Map<JobId, Long> done = new HashMap<>();

  public GoalBook(String hostId) {
    this.hostId = hostId;
  }

  /** What was known before the tree could be asked. */
  public void remember(Demand demand) {
    demands.put(demand.job().id(), demand);
  }

  public Optional<Demand> demand(JobId task) {
    return Optional.ofNullable(demands.get(task));
  }

  public Set<JobId> tasks() {
    return Set.copyOf(demands.keySet());
  }

  /** The task is done with, unless something newer was asked meanwhile. Returns whether it is. */
  public boolean forget(JobId task, long generation) {
    Demand demand = demands.get(task);
    boolean last =
        demand != null && demand.goal() == Goal.UNDEPLOY && demand.generation() == generation;
    if (last) {
      missing.remove(task);
      demands.remove(task);
    }
    done.merge(task, generation, Math::max);
    return last;
  }

  /**
   * Takes over what the tree says of this cluster's host. What is missing is called an orphan only
   * when it still is the next time: of a transaction that replaces a deployment by an order, the
   * first half may be told before the second.
   *
   * @param again whether this was told before, and has not just changed
   * @return the tasks of which something else is known now
   */
  public Set<JobId> update(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
    Map<JobId, Demand> said = said(orders, jobs);
    said.values().removeIf(this::isOverruled);
    Set<JobId> unknown = new HashSet<>(orders.unreadable());
    orders.deployments().keySet().stream()
        .filter(job -> !said.containsKey(job))
        .forEach(unknown::add);
    Set<JobId> changed = new HashSet<>();
    said.forEach(
        (job, demand) -> {
          if (!demand.equals(demands.put(job, demand))) {
            changed.add(job);
          }
        });
    for (Map.Entry<JobId, Demand> entry : demands.entrySet()) {
      Demand demand = entry.getValue();
      boolean absent = !said.containsKey(entry.getKey()) && !unknown.contains(entry.getKey());
      boolean before = absent ? !missing.add(entry.getKey()) : missing.remove(entry.getKey());
      if (absent && before && again && demand.goal() != Goal.UNDEPLOY && !demand.orphaned()) {
        entry.setValue(demand.asOrphan());
        changed.add(entry.getKey());
      }
    }
    return changed;
  }

  private Map<JobId, Demand> said(HostOrders orders, Map<JobId, Job> jobs) {
    Map<JobId, Demand> said = new HashMap<>();
    HostOrders.Versioned<DeregistrationOrder> deregistration = orders.deregistration();
    if (deregistration == null) {
      done.clear();
    }
    if (deregistration != null && deregistration.value().hostId().equals(hostId)) {
      deregistration.value().undeploys().stream()
          .filter(order -> order.generation() > done.getOrDefault(order.job().id(), -1L))
          .forEach(order -> put(said, order));
    }
    orders.undeploys().values().forEach(order -> put(said, order.value()));
    for (Map.Entry<JobId, Deployment> entry : orders.deployments().entrySet()) {
      Job job = Optional.ofNullable(jobs.get(entry.getKey())).orElse(known(entry.getKey()));
      Goal goal = entry.getValue().goal();
      Long generation = entry.getValue().generation();
      if (job != null
          && goal != null
          && generation != null
          && generation > done.getOrDefault(entry.getKey(), -1L)
          && !isOlder(generation, said.get(entry.getKey()))) {
        said.put(entry.getKey(), new Demand(job, goal, generation, false));
      }
    }
    return said;
  }

  /** An order that a newer deployment had overruled, and that deployment is no longer shown. */
  private boolean isOverruled(Demand demand) {
    Demand known = demands.get(demand.job().id());
    return demand.goal() == Goal.UNDEPLOY
        && known != null
        && known.goal() != Goal.UNDEPLOY
        && known.generation() > demand.generation();
  }

  /** A deployment that is still there although a newer order has ended it. */
  private static boolean isOlder(long generation, @Nullable Demand order) {
    return order != null && generation < order.generation();
  }

  private static void put(Map<JobId, Demand> said, UndeployOrder order) {
    Demand before = said.get(order.job().id());
    if (before == null || before.generation() < order.generation()) {
      said.put(order.job().id(), new Demand(order.job(), Goal.UNDEPLOY, order.generation(), false));
    }
  }

  private @Nullable Job known(JobId task) {
    Demand demand = demands.get(task);
    return demand == null ? null : demand.job();
  }
}
