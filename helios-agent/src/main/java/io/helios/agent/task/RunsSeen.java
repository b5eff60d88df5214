package io.helios.agent.task;

import io.helios.agent.runtime.Observed;
import io.helios.model.task.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a task's containers adds to its runs. How long a run lasted is taken from the
 * engine where it says so: it may be over before anybody sees it, or end while no agent is there.
 */
record RunsSeen(Demand demand, List<Observed> containers, Health health, Instant now) {

  Runs after(Runs before) {
    Runs seen = before;
    Runs.Running running = before.running();
    if (running != null) {
      Observed same =
          containers.stream().filter(c -> c.id().equals(running.id())).findAny().orElse(null);
      if (same == null || same.phase() != Observed.Phase.RUNNING) {
        boolean meant = demand.goal() != Goal.START || running.generation() < demand.generation();
        seen = meant ? seen.ended() : ended(seen, running, same);
      }
    }
    if (demand.goal() == Goal.START) {
      seen = unseenExit(seen);
    }
    Optional<Observed> current = Situation.current(demand, containers);
    return current.isPresent() ? seen.started(current.get(), now) : seen;
  }

  private Runs ended(Runs runs, Runs.Running running, @Nullable Observed container) {
    Duration watched = Duration.between(running.since(), now);
    Duration ran =
        Optional.ofNullable(container)
            .flatMap(Observed::ran)
            .orElse(watched.isNegative() ? Duration.ZERO : watched);
    Runs.Exit exit =
        container == null
            ? new Runs.Exit(
                running.generation(), running.attempt(), null, false, "the container is gone")
            : exit(container);
    boolean condemned = health.isCondemned(running.id(), demand.job().healthCheck());
    return runs.exited(
        condemned ? exit.because("stopped because it was unhealthy: " + health.reason()) : exit,
        ran,
        now);
  }

  /** The newest container has ended without ever having been seen to run. */
  private Runs unseenExit(Runs runs) {
    Optional<Observed> newest =
        Situation.newest(
            containers.stream()
                .filter(c -> c.task().generation() >= demand.generation())
                .sorted(Situation.OLDEST_FIRST)
                .toList());
    if (newest.isEmpty() || newest.get().phase() != Observed.Phase.EXITED) {
      return runs;
    }
    Observed container = newest.get();
    Runs.Exit last = runs.last();
    boolean known =
        last != null
            && last.generation() == container.task().generation()
            && last.attempt() >= container.task().attempt();
    return known ? runs : runs.exited(exit(container), container.ran().orElse(Duration.ZERO), now);
  }

  private static Runs.Exit exit(Observed container) {
    return new Runs.Exit(
        container.task().generation(),
        container.task().attempt(),
        container.exitCode(),
        container.oomKilled(),
        container.error());
  }
}
