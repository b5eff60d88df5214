package io.helios.agent.task;

import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.task.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a task needs next, worked out from the facts alone: where it came from and what was meant to
 * follow does not matter, so a change of mind, a crash or a lost event needs no special path.
 */
public final class TaskPlanner {
  /** How long nothing is done when nothing has to be; something happening ends the wait. */
  public static final Duration IDLE = Duration.ofSeconds(30);

  /** How often a task looks for free ports; that another task has gone is told at once. */
  static final Duration PORTS = Duration.ofSeconds(5);

  /**
   * So many ended containers of a task are kept for a look at their logs, unless told otherwise.
   */
  public static final int KEPT = 1;

  private static final Duration DEFAULT_GRACE = Duration.ofMinutes(2);

  private final int kept;

  /**
   * Plans for all tasks of a host.
   *
   * @param kept newest ended containers of each task that stay while the task does
   */
  public TaskPlanner(int kept) {
    this.kept = kept;
  }

  public Step next(Situation s) {
    Step step = wanted(s);
    return step instanceof Step.Wait wait ? Services.atMost(s, wait) : step;
  }

  private Step wanted(Situation s) {
    Demand demand = s.demand();
    InFlight inFlight = s.inFlight();
    if (inFlight != null) {
      boolean vain = demand != null && isVain(inFlight.step(), demand, s);
      return vain ? new Step.Cancel() : idle(s);
    }
    Optional<Step> leftover = Services.leftover(s);
    if (leftover.isPresent()) {
      return leftover.get();
    }
    if (demand == null) {
      return idle(s);
    }
    return switch (demand.goal()) {
      case START -> towardsRunning(s, demand);
      case STOP -> towardsStopped(s, demand);
      case UNDEPLOY -> towardsGone(s, demand);
    };
  }

  /** Only what takes long is given up; the rest is soon over, and its effect then known. */
  private static boolean isVain(Step step, Demand demand, Situation s) {
    if (step instanceof Step.Pull) {
      return demand.goal() != Goal.START;
    }
    if (step instanceof Step.Probe probe) {
      return !isCurrent(probe.container(), demand, s);
    }
    return step instanceof Step.Register register && !isCurrent(register.container(), demand, s);
  }

  private static boolean isCurrent(Observed container, Demand demand, Situation s) {
    return demand.goal() == Goal.START
        && s.current(demand).map(Observed::id).equals(Optional.of(container.id()));
  }

  private Step towardsRunning(Situation s, Demand demand) {
    Optional<Observed> current = s.current(demand);
    for (Observed running : s.in(Phase.RUNNING)) {
      if (!running.equals(current.orElse(null))) {
        return end(s, demand, running);
      }
    }
    return current.isPresent() ? keep(s, demand, current.get()) : start(s, demand);
  }

  private Step keep(Situation s, Demand demand, Observed current) {
    Health health = s.history().health();
    HealthCheck check = demand.job().healthCheck();
    if (health.isCondemned(current.id(), check)) {
      return end(s, demand, current);
    }
    Instant next = nextLook(s);
    if (check != null && !(check instanceof HealthCheck.Docker)) {
      Instant due = health.dueFor(current.id());
      if (!due.isAfter(s.now())) {
        boolean known = health.isOf(current.id());
        return new Step.Probe(check, current, known && health.announced(), known && health.slow());
      }
      next = due.isBefore(next) ? due : next;
    }
    Optional<Step> services = Services.keep(s, demand, current);
    if (services.isPresent()) {
      return services.get();
    }
    Optional<Step> tidy = tidy(s, c -> c.phase() == Phase.CREATED);
    return tidy.isPresent() ? tidy.get() : new Step.Wait(next);
  }

  /** When a task that runs has to be looked at again although nothing happened. */
  private static Instant nextLook(Situation s) {
    Runs runs = s.history().runs();
    return runs.isFlapping(s.now()) ? runs.steadyAt(s.now()) : s.now().plus(IDLE);
  }

  private Step start(Situation s, Demand demand) {
    History history = s.history();
    Optional<Observed> made =
        Situation.newest(
            s.in(Phase.CREATED).stream()
                .filter(c -> c.task().generation() >= demand.generation())
                .filter(c -> !c.id().equals(history.spoiled()))
                .toList());
    Optional<Step> tidy = tidy(s, c -> c.phase() == Phase.CREATED && !c.equals(made.orElse(null)));
    if (tidy.isPresent()) {
      return tidy.get();
    }
    if (history.startNotBefore().isAfter(s.now())) {
      return new Step.Wait(history.startNotBefore());
    }
    if (s.ports().waitingFor() != null) {
      return new Step.Wait(s.now().plus(PORTS));
    }
    if (made.isPresent()) {
      return new Step.Start(made.get().id());
    }
    boolean unseen = history.image() == ImageKnown.UNKNOWN && ImagePolicy.triesUnseen(demand.job());
    if (!history.imageReady() && !unseen) {
      return towardsImage(demand.job(), history.image());
    }
    return new Step.Create(
        demand.job(), demand.generation(), nextAttempt(s, demand), s.ports().assigned(), unseen);
  }

  private static Step towardsImage(Job job, ImageKnown known) {
    ImagePolicy policy = ImagePolicy.of(job);
    boolean look = known == ImageKnown.UNKNOWN && policy != ImagePolicy.ALWAYS;
    String image = ImagePolicy.nameOf(job);
    return look
        ? new Step.FindImage(image, policy)
        : new Step.Pull(image, job.imageOptions().registryCredentials());
  }

  private Step towardsStopped(Situation s, Demand demand) {
    Predicate<Observed> concerned = c -> c.task().generation() <= demand.generation();
    Optional<Observed> running = s.in(Phase.RUNNING).stream().filter(concerned).findFirst();
    if (running.isPresent()) {
      return end(s, demand, running.get());
    }
    return tidy(s, concerned.and(c -> c.phase() == Phase.CREATED)).orElse(idle(s));
  }

  private static Step towardsGone(Situation s, Demand demand) {
    Instant notBefore = s.history().endNotBefore();
    Optional<Observed> concerned =
        s.containers().stream()
            .filter(c -> c.task().generation() <= demand.generation())
            .min(Comparator.comparing(c -> c.phase() != Phase.RUNNING));
    if (concerned.isPresent()) {
      Observed container = concerned.get();
      return container.phase() == Phase.RUNNING
          ? end(s, demand, container)
          : unlessTooSoon(s, notBefore, new Step.Remove(container.id()));
    }
    if (!s.containers().isEmpty()) {
      // A newer container than the order speaks of: the order is an old one, and stops nothing.
      return idle(s);
    }
    return unlessTooSoon(s, notBefore, new Step.Forget(demand.job(), demand.generation()));
  }

  /** Removes what is of no more use; that it cannot be removed must not hold up anything else. */
  private Optional<Step> tidy(Situation s, Predicate<Observed> useless) {
    if (s.history().endNotBefore().isAfter(s.now())) {
      return Optional.empty();
    }
    List<Observed> ended = s.in(Phase.EXITED);
    Predicate<Observed> surplus =
        c -> ended.indexOf(c) >= 0 && ended.indexOf(c) < ended.size() - kept;
    return s.containers().stream()
        .filter(useless.or(surplus))
        .findFirst()
        .map(c -> new Step.Remove(c.id()));
  }

  private static int nextAttempt(Situation s, Demand demand) {
    return 1
        + s.containers().stream()
            .filter(c -> c.task().generation() == demand.generation())
            .mapToInt(c -> c.task().attempt())
            .reduce(s.history().attempt(), Math::max);
  }

  private static Step end(Situation s, Demand demand, Observed container) {
    Step stop = unlessTooSoon(s, s.history().endNotBefore(), stop(container, demand.job()));
    return Services.beforeStop(s, demand.job(), container, stop);
  }

  private static Step stop(Observed container, Job job) {
    Integer seconds = job.secondsToWaitBeforeKill();
    Duration grace = seconds == null || seconds < 0 ? DEFAULT_GRACE : Duration.ofSeconds(seconds);
    return new Step.Stop(container.id(), grace);
  }

  private static Step unlessTooSoon(Situation s, Instant notBefore, Step step) {
    return notBefore.isAfter(s.now()) ? new Step.Wait(notBefore) : step;
  }

  private static Step idle(Situation s) {
    return new Step.Wait(s.now().plus(IDLE));
  }
}
