package io.helios.agent.status;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Health;
import io.helios.agent.task.History;
import io.helios.agent.task.InFlight;
import io.helios.agent.task.Runs;
import io.helios.agent.task.Situation;
import io.helios.agent.task.Step;
import io.helios.agent.task.Trouble;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskReportBuilder;
import io.helios.model.task.ThrottleState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said about a task, from the facts that also decide what it needs next. */
public final class StatusDeriver {
  private StatusDeriver() {}

  public static TaskReport status(Situation s) {
    Demand demand = s.demand();
    if (demand == null || isBeyond(demand, s)) {
      return orphan(s);
    }
    State state = state(s, demand);
    History history = s.history();
    Observed shown = shown(s, demand, state);
    boolean starting = demand.goal() == Goal.START;
    Trouble trouble = starting ? history.starting() : history.ending();
    Instant next = starting ? history.startNotBefore() : history.endNotBefore();
    boolean held = next.isAfter(s.now()) && (state == State.FAILED || state == State.EXITED);
    Runs.Exit exit = history.runs().last();
    return TaskReport.newBuilder(state)
        .setGoal(demand.goal())
        .setContainerId(shown == null ? null : shown.id().value())
        .setThrottled(throttle(s))
        .setPorts(ports(s, shown))
        .setEnv(shown == null ? Map.of() : shown.env())
        .setContainerError(error(s, demand, state, trouble))
        .setGeneration(demand.generation())
        .setExitCode(exit == null ? null : exit.code())
        .setOomKilled((exit != null && exit.oomKilled()) ? Boolean.TRUE : null)
        .setRestarts(history.runs().restarts() == 0 ? null : history.runs().restarts())
        .setNextTry(held ? next.toEpochMilli() : null)
        .setWaitingFor(state == State.CREATING ? waitingFor(s) : null)
        .setVerified(verified(s, demand, state))
        .setHealth(health(s, demand))
        .setHealthReason(healthReason(s, demand))
        .setOrphaned(demand.orphaned() ? Boolean.TRUE : null)
        .setRegistrationError(s.discovery().complaint(demand.job()))
        .build();
  }

  /** An order about containers older than all there are: what runs has nobody asking for it. */
  private static boolean isBeyond(Demand demand, Situation s) {
    List<Observed> concerned =
        demand.goal() == Goal.UNDEPLOY ? s.containers() : s.in(Phase.RUNNING);
    return demand.goal() != Goal.START
        && !concerned.isEmpty()
        && concerned.stream().allMatch(c -> c.task().generation() > demand.generation());
  }

  private static TaskReport orphan(Situation s) {
    Optional<Observed> running = newest(s.containers(), Phase.RUNNING);
    Observed shown = running.or(() -> newest(s.containers(), Phase.EXITED)).orElse(null);
    TaskReportBuilder report =
        TaskReport.newBuilder(running.isPresent() ? State.RUNNING : State.EXITED)
            .setPorts(ports(s, shown))
            .setOrphaned(true);
    if (shown == null) {
      return report.build();
    }
    return report
        .setContainerId(shown.id().value())
        .setEnv(shown.env())
        .setGeneration(shown.task().generation())
        .setExitCode(shown.exitCode())
        .setOomKilled(shown.oomKilled() ? Boolean.TRUE : null)
        .build();
  }

  private static State state(Situation s, Demand demand) {
    if (demand.goal() != Goal.START) {
      boolean running =
          s.containers().stream()
              .anyMatch(
                  c -> c.phase() == Phase.RUNNING && c.task().generation() <= demand.generation());
      return running || isStarting(s.inFlight()) ? State.STOPPING : State.STOPPED;
    }
    Optional<Observed> current = s.current(demand);
    if (current.isPresent()) {
      return running(s, demand, current.get().id());
    }
    if (newest(s.containers(), Phase.RUNNING).isPresent()) {
      return State.STOPPING;
    }
    return notRunning(s, demand);
  }

  private static State running(Situation s, Demand demand, ContainerId id) {
    Health health = s.history().health();
    boolean checked = demand.job().healthCheck() != null;
    if (health.isCondemned(id, demand.job().healthCheck())) {
      return State.STOPPING;
    }
    if (checked && !health.lets(id)) {
      return State.HEALTHCHECKING;
    }
    if (!s.discovery().lets(demand.job(), id)) {
      // It runs, but whoever waits for RUNNING wants to find its services.
      return checked ? State.HEALTHCHECKING : State.STARTING;
    }
    return State.RUNNING;
  }

  private static State notRunning(Situation s, Demand demand) {
    Trouble trouble = s.history().starting();
    if (isForPorts(trouble)) {
      return State.CREATING; // Until a start succeeds it waits, also while one is tried.
    }
    InFlight inFlight = s.inFlight();
    if (inFlight != null && isStarting(inFlight)) {
      if (inFlight.step() instanceof Step.Start) {
        return State.STARTING;
      }
      // Until something was made of it nobody knows whether the image is here.
      return inFlight.step() instanceof Step.Create && s.history().imageReady()
          ? State.CREATING
          : State.PULLING_IMAGE;
    }
    if (trouble != null && trouble.notBefore().isAfter(s.now())) {
      return State.FAILED;
    }
    Runs.Exit exit = s.history().runs().last();
    if (exit != null && isStillTheLast(exit, s, demand)) {
      return State.EXITED;
    }
    if (s.ports().waitingFor() != null) {
      return State.CREATING;
    }
    return s.history().imageReady() ? State.CREATING : State.PULLING_IMAGE;
  }

  /** Whether nothing newer than the container that ended has been made. */
  private static boolean isStillTheLast(Runs.Exit exit, Situation s, Demand demand) {
    return s.containers().stream()
        .filter(c -> c.task().generation() >= demand.generation())
        .noneMatch(
            c ->
                c.task().generation() > exit.generation()
                    || (c.task().generation() == exit.generation()
                        && c.task().attempt() > exit.attempt()));
  }

  private static boolean isStarting(@Nullable InFlight inFlight) {
    return inFlight != null && isStart(inFlight.step());
  }

  private static boolean isStart(Step step) {
    return isAboutTheImage(step) || step instanceof Step.Create || step instanceof Step.Start;
  }

  private static boolean isAboutTheImage(Step step) {
    return step instanceof Step.Pull || step instanceof Step.FindImage;
  }

  /** Only of a container that is meant to run, and does. */
  private static @Nullable HealthState health(Situation s, Demand demand) {
    HealthCheck check = demand.job().healthCheck();
    Optional<Observed> current = s.current(demand);
    if (check == null || demand.goal() != Goal.START || current.isEmpty()) {
      return null;
    }
    Health health = s.history().health();
    if (!health.isOf(current.get().id())) {
      return HealthState.STARTING;
    }
    if (health.isUnhealthy(check)) {
      return HealthState.UNHEALTHY;
    }
    return health.announced() ? HealthState.HEALTHY : HealthState.STARTING;
  }

  /** A single failure of what was seen healthy is not told: it may be the only one. */
  private static @Nullable String healthReason(Situation s, Demand demand) {
    HealthState state = health(s, demand);
    boolean telling =
        state == HealthState.UNHEALTHY || (state != null && !s.history().health().verified());
    String reason = telling ? reason(s, demand) : "";
    return reason.isEmpty() ? null : reason;
  }

  /** Why the check of the container that runs failed last; empty if it did not. */
  private static String reason(Situation s, Demand demand) {
    Health health = s.history().health();
    return s.current(demand).filter(c -> health.isOf(c.id())).isPresent() ? health.reason() : "";
  }

  /** An adopted container's health is open until it passed, or was seen to be unhealthy. */
  private static @Nullable Boolean verified(Situation s, Demand demand, State state) {
    HealthCheck check = demand.job().healthCheck();
    Health health = s.history().health();
    boolean seenUnhealthy = check != null && health.failures() > 0 && health.isUnhealthy(check);
    boolean open = check != null && !health.verified() && !seenUnhealthy;
    return (open && state == State.RUNNING) ? Boolean.FALSE : null;
  }

  private static boolean isBeforeStarting(State state) {
    return state == State.PULLING_IMAGE || state == State.CREATING;
  }

  private static boolean isForPorts(@Nullable Trouble trouble) {
    return trouble != null && trouble.isAboutPorts();
  }

  private static @Nullable String waitingFor(Situation s) {
    Trouble trouble = s.history().starting();
    return trouble != null && isForPorts(trouble) ? trouble.message() : s.ports().waitingFor();
  }

  /** The container that the status is about. */
  private static @Nullable Observed shown(Situation s, Demand demand, State state) {
    return s.current(demand)
        .or(() -> newest(s.containers(), Phase.RUNNING))
        .or(
            () ->
                // One that is about to be made, or was to find out whether a port is free, is of no
                // interest.
                isForPorts(s.history().starting()) || isBeforeStarting(state)
                    ? Optional.empty()
                    : newest(s.containers(), Phase.CREATED))
        .or(() -> newest(s.containers(), Phase.EXITED))
        .orElse(null);
  }

  private static Map<String, PortMapping> ports(Situation s, @Nullable Observed shown) {
    return shown != null && shown.phase() == Phase.RUNNING ? shown.ports() : s.ports().assigned();
  }

  private static ThrottleState throttle(Situation s) {
    Trouble trouble = s.history().starting();
    if (trouble != null && trouble.kind() == RuntimeFailure.Kind.IMAGE_MISSING) {
      return ThrottleState.IMAGE_MISSING;
    }
    if (trouble != null && trouble.kind() == RuntimeFailure.Kind.IMAGE_PULL_FAILED) {
      return ThrottleState.IMAGE_PULL_FAILED;
    }
    return s.history().runs().isFlapping(s.now()) ? ThrottleState.FLAPPING : ThrottleState.NO;
  }

  private static String error(Situation s, Demand demand, State state, @Nullable Trouble trouble) {
    return switch (state) {
      case HEALTHCHECKING -> reason(s, demand);
      case RUNNING -> "";
      case EXITED -> exited(s.history().runs().last());
      default -> trouble == null || isForPorts(trouble) ? "" : trouble.message();
    };
  }

  private static String exited(Runs.@Nullable Exit exit) {
    if (exit == null) {
      return "";
    }
    if (exit.oomKilled()) {
      return "the container was killed because it used up its memory";
    }
    if (!exit.error().isEmpty() || exit.code() == null) {
      return exit.error();
    }
    return "the container exited with code " + exit.code();
  }

  private static Optional<Observed> newest(List<Observed> oldestFirst, Phase phase) {
    return oldestFirst.stream().filter(c -> c.phase() == phase).reduce((older, newer) -> newer);
  }
}
