package io.helios.cli.await;

import io.helios.cli.text.TaskText;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a host has done what is awaited, never will, or may yet. Agents never give up;
 * waiting does, when there is no point in it: an image that does not exist, a container that keeps
 * exiting, a host that is down.
 */
public final class Judge {
  /** A restarting agent is not a lost host. */
  static final Duration DOWN_LIMIT = Duration.ofSeconds(5);

  /** Engines and registries recover from most things within this time, or not soon. */
  static final Duration FAILING_LIMIT = Duration.ofSeconds(15);

  /** A container that exits at once is RUNNING for a moment. */
  static final Duration STEADY = Duration.ofSeconds(1);

  static final int EXITS = 3;

  private Judge() {}

  public static Judgement judge(Awaited awaited, HostFacts facts, Course course, Instant now) {
    if (!facts.registered()) {
      return awaited == Awaited.GONE
          ? Judgement.done("gone, and the host is no longer registered")
          : Judgement.failed("the host is no longer registered");
    }
    if (awaited == Awaited.GONE && facts.deployment() == null && facts.report() == null) {
      return Judgement.done("gone");
    }
    if (isPast(course.downSince(), DOWN_LIMIT, now)) {
      return Judgement.failed("the host is DOWN; " + whenBack(awaited));
    }
    if (!facts.up()) {
      return Judgement.pending("the host is DOWN");
    }
    return switch (awaited) {
      case RUNNING -> running(facts, course, now);
      case STOPPED -> stopped(facts);
      case GONE -> gone(facts);
    };
  }

  private static String whenBack(Awaited awaited) {
    return switch (awaited) {
      case RUNNING -> "its agent starts the job when it is back";
      case STOPPED -> "its agent stops the job when it is back";
      case GONE -> "its agent removes the job when it is back";
    };
  }

  private static Judgement running(HostFacts facts, Course course, Instant now) {
    Judgement changed = changed(facts.deployment(), Goal.START);
    if (changed != null) {
      return changed;
    }
    TaskReport report = facts.report();
    if (report == null || !facts.isCurrent()) {
      return Judgement.pending("waiting for the agent");
    }
    if (report.state() == State.RUNNING) {
      return isPast(course.runningSince(), STEADY, now) || Boolean.TRUE.equals(report.verified())
          ? of(Judgement.Verdict.DONE, report)
          : of(Judgement.Verdict.PENDING, report);
    }
    boolean hopeless =
        report.throttled() == ThrottleState.IMAGE_MISSING
            || report.throttled() == ThrottleState.FLAPPING
            || (report.restarts() != null && report.restarts() >= EXITS)
            || isPast(course.failingSince(), FAILING_LIMIT, now);
    boolean bad = report.state() == State.FAILED || report.state() == State.EXITED;
    return of(hopeless && bad ? Judgement.Verdict.FAILED : Judgement.Verdict.PENDING, report);
  }

  private static Judgement stopped(HostFacts facts) {
    Judgement changed = changed(facts.deployment(), Goal.STOP);
    if (changed != null) {
      return changed;
    }
    TaskReport report = facts.report();
    if (report == null || !facts.isCurrent()) {
      return Judgement.pending("waiting for the agent");
    }
    return of(
        report.state() == State.STOPPED ? Judgement.Verdict.DONE : Judgement.Verdict.PENDING,
        report);
  }

  private static Judgement gone(HostFacts facts) {
    if (facts.deployment() != null) {
      return Judgement.failed("it was deployed again meanwhile");
    }
    TaskReport report = facts.report();
    return report == null
        ? Judgement.pending("waiting for the agent")
        : of(Judgement.Verdict.PENDING, report);
  }

  private static @Nullable Judgement changed(@Nullable Deployment deployment, Goal goal) {
    if (deployment == null) {
      return Judgement.failed("it was undeployed meanwhile");
    }
    return deployment.goal() == goal
        ? null
        : Judgement.failed("its goal was changed to " + deployment.goal() + " meanwhile");
  }

  private static Judgement of(Judgement.Verdict verdict, TaskReport report) {
    return new Judgement(verdict, TaskText.state(report), TaskText.reason(report));
  }

  private static boolean isPast(@Nullable Instant since, Duration limit, Instant now) {
    return since != null && !now.isBefore(since.plus(limit));
  }
}
