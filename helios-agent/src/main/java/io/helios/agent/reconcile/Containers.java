package io.helios.agent.reconcile;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.JobId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The containers of this host as they were last seen. Looks may come in any order; each one counts
 * only if it began later than what is known already. Used by one thread.
 */
final class Containers {
  private final Map<ContainerId, Observed> seen = new HashMap<>();
  private final Map<ContainerId, Long> ticks = new HashMap<>();
  private long complete = -1;

  /** When the last look at all of them began; negative before there was one. */
  long complete() {
    return complete;
  }

  List<Observed> of(JobId task) {
    return seen.values().stream().filter(c -> c.task().job().equals(task)).toList();
  }

  Set<JobId> tasks() {
    return seen.values().stream().map(c -> c.task().job()).collect(Collectors.toSet());
  }

  /** Returns the tasks of which something else is known now. */
  Set<JobId> saw(Look look) {
    Set<JobId> changed = new HashSet<>();
    if (look.tick() <= ticks.getOrDefault(look.id(), -1L)) {
      return changed;
    }
    Observed found = look.found();
    Observed before = found == null ? seen.remove(look.id()) : seen.put(look.id(), found);
    ticks.put(look.id(), look.tick());
    if (before != null && !before.equals(found)) {
      changed.add(before.task().job());
    }
    if (found != null && !found.equals(before)) {
      changed.add(found.task().job());
    }
    return changed;
  }

  /** As {@link #saw(Look)} for a look at all of them: what is missing there is gone. */
  Set<JobId> sawAll(long tick, List<Observed> all) {
    Set<JobId> changed = new HashSet<>();
    Set<ContainerId> there = new HashSet<>();
    for (Observed container : all) {
      there.add(container.id());
      changed.addAll(saw(new Look(tick, container.id(), container)));
    }
    for (ContainerId id : List.copyOf(seen.keySet())) {
      if (!there.contains(id)) {
        changed.addAll(saw(new Look(tick, id, null)));
      }
    }
    ticks.keySet().removeIf(id -> !seen.containsKey(id) && ticks.getOrDefault(id, 0L) <= tick);
    complete = Math.max(complete, tick);
    return changed;
  }
}
