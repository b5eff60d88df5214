package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides about one task.
 *
 * @param demand null when nobody ever told this agent about the task and only containers show it
 * @param containers of the task, in any order
 * @param inFlight null when nothing is being done
 */
public record Situation(
    @Nullable Demand demand,
    PortsFact ports,
    List<Observed> containers,
    History history,
    Discovery discovery,
    @Nullable InFlight inFlight,
    Instant now) {

  static final Comparator<Observed> OLDEST_FIRST =
      Comparator.<Observed>comparingLong(c -> c.task().generation())
          .thenComparingInt(c -> c.task().attempt())
          .thenComparing(c -> c.id().value());

  public Situation {
    containers = containers.stream().sorted(OLDEST_FIRST).toList();
  }

  /** The same, with that in flight. */
  public Situation with(@Nullable InFlight nowInFlight) {
    return new Situation(demand, ports, containers, history, discovery, nowInFlight, now);
  }

  /** Those in that phase, oldest first. */
  public List<Observed> in(Observed.Phase phase) {
    return containers.stream().filter(c -> c.phase() == phase).toList();
  }

  /** The running container that serves the demand: of its generation or a newer one. */
  public Optional<Observed> current(Demand wanted) {
    return current(wanted, containers);
  }

  static Optional<Observed> current(Demand wanted, List<Observed> containers) {
    return containers.stream()
        .filter(c -> c.phase() == Observed.Phase.RUNNING)
        .filter(c -> c.task().generation() >= wanted.generation())
        .max(OLDEST_FIRST);
  }

  /**
   * The container on whose account the task is called RUNNING; only of tasks for which that takes
   * more than that it runs.
   */
  public Optional<ContainerId> announced(Demand wanted) {
    Job job = wanted.job();
    if (job.healthCheck() == null && job.registration().isEmpty()) {
      return Optional.empty();
    }
    return current(wanted)
        .map(Observed::id)
        .filter(id -> job.healthCheck() == null || history.health().lets(id))
        .filter(id -> discovery.lets(job, id));
  }

  static Optional<Observed> newest(List<Observed> oldestFirst) {
    return oldestFirst.isEmpty()
        ? Optional.empty()
        : Optional.of(oldestFirst.get(oldestFirst.size() - 1));
  }
}
