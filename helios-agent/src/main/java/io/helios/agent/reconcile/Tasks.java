package io.helios.agent.reconcile;

import io.helios.agent.goals.GoalBook;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.goals.KnownTask;
import io.helios.agent.ports.Claim;
import io.helios.agent.runtime.Observed;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Discovery;
import io.helios.agent.task.PortsFact;
import io.helios.agent.task.Situation;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts about all tasks in one place: what is asked for, what was seen, which ports are whose,
 * what became of steps. Used by the loop's thread alone.
 */
final class Tasks {
  private final GoalBook goals;
  private final PortBook ports;
  private final boolean registers;
  private final Containers containers = new Containers();
  private final Map<JobId, Task> tasks = new HashMap<>();

  /** Tasks whose ports others hold. */
  private final Set<JobId> waiting = new HashSet<>();

  /**
   * Begins with none.
   *
   * @param registers whether services are registered on this host
   */
  Tasks(GoalBook goals, PortBook ports, boolean registers) {
    this.goals = goals;
    this.ports = ports;
    this.registers = registers;
  }

  void remember(KnownTask known) {
    goals.remember(known.demand());
    tasks.put(known.id(), Task.remembered(known));
  }

  /** Returns the tasks of which something else is known now. */
  Set<JobId> orders(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
    return withWaiting(goals.update(orders, jobs, again));
  }

  /** Returns the tasks of which something else is known now. */
  Set<JobId> saw(Look look) {
    return withWaiting(containers.saw(look));
  }

  /** Returns the tasks of which something else is known now, or that waited for this look. */
  Set<JobId> sawAll(long tick, List<Observed> all) {
    boolean first = !everythingWasSeen();
    Set<JobId> changed = containers.sawAll(tick, all);
    tasks.forEach(
        (id, task) -> {
          if (task.notBeforeLook > 0 && task.notBeforeLook < tick) {
            task.notBeforeLook = 0;
            changed.add(id);
          }
        });
    return first ? all() : withWaiting(changed);
  }

  /** Where something has changed, a port may have become free. */
  private Set<JobId> withWaiting(Set<JobId> changed) {
    if (!changed.isEmpty()) {
      changed.addAll(waiting);
    }
    return changed;
  }

  /** Whether all containers of this host were seen since the agent's start. */
  boolean everythingWasSeen() {
    return containers.complete() >= 0;
  }

  /** All that this host has to do with. */
  Set<JobId> all() {
    Set<JobId> all = new HashSet<>(goals.tasks());
    all.addAll(containers.tasks());
    return all;
  }

  Set<JobId> asked() {
    return goals.tasks();
  }

  /** Names of the images that are asked for. */
  Set<String> images() {
    return goals.tasks().stream()
        .flatMap(id -> goals.demand(id).stream())
        .map(demand -> demand.job().image())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  Optional<Demand> demand(JobId id) {
    return goals.demand(id);
  }

  /** Whether nobody asks for it and nothing is left of it, not even services to withdraw. */
  boolean isOver(JobId id) {
    Task task = tasks.get(id);
    boolean left = task != null && (task.inFlight != null || !task.discovery.held().isEmpty());
    return !left && goals.demand(id).isEmpty() && containers.of(id).isEmpty();
  }

  boolean isNew(JobId id) {
    return !tasks.containsKey(id);
  }

  Task task(JobId id) {
    return tasks.computeIfAbsent(id, unknown -> new Task());
  }

  /** Whether a step of the task may have had an effect that was not looked for yet. */
  boolean isUncertain(Task task) {
    return task.inFlight == null && containers.complete() <= task.notBeforeLook;
  }

  /** Everything that decides about the task now; takes note of what was seen. */
  Situation situation(JobId id, Instant now) {
    Task task = task(id);
    Demand demand = goals.demand(id).orElse(null);
    List<Observed> seen = containers.of(id);
    PortsFact fact =
        demand == null
            ? PortsFact.assigned(Map.of())
            : ports.fact(id, demand, task, seen, () -> othersClaims(id));
    if (fact.waitingFor() == null) {
      waiting.remove(id);
    } else {
      waiting.add(id);
    }
    task.history = task.history.seeing(demand, seen, now);
    task.discovery = task.discovery.seeing(seen, now);
    Discovery discovery = registers ? task.discovery : Discovery.UNUSED;
    return new Situation(demand, fact, seen, task.history, discovery, task.inFlight, now);
  }

  private List<Claim> othersClaims(JobId id) {
    List<Claim> claims = new ArrayList<>();
    Set<JobId> others = new HashSet<>(tasks.keySet());
    others.addAll(containers.tasks());
    others.remove(id);
    for (JobId other : others) {
      Demand demand = goals.demand(other).orElse(null);
      claims.addAll(PortBook.claims(other, demand, tasks.get(other), containers.of(other)));
    }
    return claims;
  }

  /** What happened to it is of no more interest. */
  void drop(JobId id) {
    tasks.remove(id);
    waiting.remove(id);
  }

  /** It was undeployed; returns whether nothing newer was asked meanwhile. */
  boolean forget(JobId id, long generation) {
    tasks.computeIfPresent(id, (same, task) -> task.forgotten());
    return goals.forget(id, generation);
  }
}
