package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task's services need next: found once they are healthy, not found any more before their
 * container is stopped. That this fails never keeps a container from being started or stopped.
 */
final class Services {
  private Services() {}

  /** Withdraws what does not run any more. */
  static Optional<Step> leftover(Situation s) {
    return s.discovery().isDue(s.now())
        ? gone(s).stream().min(Comparator.comparing(ContainerId::value)).map(Step.Withdraw::new)
        : Optional.empty();
  }

  /** Makes the services of the running container found while it is healthy. */
  static Optional<Step> keep(Situation s, Demand demand, Observed current) {
    Discovery discovery = s.discovery();
    if (!discovery.isDue(s.now())) {
      return Optional.empty();
    }
    boolean healthy = isHealthy(s, demand, current);
    boolean registered = current.id().equals(discovery.registered());
    if (discovery.concerns(demand.job()) && healthy && !registered) {
      return Optional.of(new Step.Register(demand.job(), current));
    }
    // What was only tried, and is not healthy any more, may be found all the same.
    boolean held = discovery.held().contains(current.id());
    return !healthy && held ? Optional.of(new Step.Withdraw(current.id())) : Optional.empty();
  }

  /** Withdraws the container, and lets its clients finish, before it is stopped. */
  static Step beforeStop(Situation s, Job job, Observed container, Step stop) {
    Discovery discovery = s.discovery();
    boolean held = discovery.held().contains(container.id());
    Instant since = discovery.leaving().get(container.id());
    if (since == null) {
      return held ? new Step.Withdraw(container.id()) : stop;
    }
    Integer seconds = job.gracePeriod();
    Instant drained = since.plus(Duration.ofSeconds(seconds == null ? 0 : Math.max(0, seconds)));
    if (!drained.isAfter(s.now())) {
      return stop;
    }
    if (held && discovery.isDue(s.now())) {
      return new Step.Withdraw(container.id());
    }
    return new Step.Wait(earlier(drained, s.now().plus(TaskPlanner.IDLE)));
  }

  /** No longer than until what failed is tried again. */
  static Step.Wait atMost(Situation s, Step.Wait wait) {
    Trouble trouble = s.discovery().trouble();
    return trouble != null && trouble.notBefore().isAfter(s.now())
        ? new Step.Wait(earlier(wait.until(), trouble.notBefore()))
        : wait;
  }

  private static Set<ContainerId> gone(Situation s) {
    Set<ContainerId> running =
        s.in(Observed.Phase.RUNNING).stream().map(Observed::id).collect(Collectors.toSet());
    return s.discovery().held().stream()
        .filter(id -> !running.contains(id))
        .collect(Collectors.toSet());
  }

  private static boolean isHealthy(Situation s, Demand demand, Observed current) {
    return demand.job().healthCheck() == null || s.history().health().lets(current.id());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
