package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long the containers of one generation have lived, and when the next may be started.
 *
 * @param lasted the newest runs, oldest first, at most {@link #REMEMBERED}
 * @param quickExits ended runs in a row that were shorter than {@link #GOOD_RUN}
 * @param restarts ended runs of this generation
 * @param running the run that goes on; null if none
 * @param last the exit that was seen last; null if none
 * @param notBefore when the next container may be started
 */
public record Runs(
    List<Duration> lasted,
    int quickExits,
    int restarts,
    @Nullable Running running,
    @Nullable Exit last,
    Instant notBefore) {
  public static final int REMEMBERED = 10;

  /** A run of this length makes all before it forgotten. */
  public static final Duration GOOD_RUN = Duration.ofSeconds(60);

  static final Duration FLAPPING_WAIT = Duration.ofSeconds(30);
  public static final Runs NONE = new Runs(List.of(), 0, 0, null, null, Instant.EPOCH);

  /** A container that runs, and since when. */
  public record Running(ContainerId id, long generation, int attempt, Instant since) {}

  /** A container that has ended. */
  public record Exit(
      long generation, int attempt, @Nullable Integer code, boolean oomKilled, String error) {
    Exit because(String reason) {
      return new Exit(generation, attempt, code, oomKilled, reason);
    }
  }

  public Runs {
    lasted = List.copyOf(lasted);
  }

  Runs started(Observed container, Instant now) {
    if (running != null && running.id.equals(container.id())) {
      return this;
    }
    Instant since = container.startedAt();
    Running run =
        new Running(
            container.id(),
            container.task().generation(),
            container.task().attempt(),
            since == null || since.isAfter(now) ? now : since);
    return new Runs(lasted, quickExits, restarts, run, last, notBefore);
  }

  /** A container ended that nobody had asked to end. */
  Runs exited(Exit exit, Duration ran, Instant now) {
    int quick = ran.compareTo(GOOD_RUN) < 0 ? quickExits + 1 : 1;
    List<Duration> runs = new ArrayList<>(lasted);
    runs.add(ran);
    if (runs.size() > REMEMBERED) {
      runs.remove(0);
    }
    Runs after = new Runs(runs, quick, restarts + 1, null, exit, now);
    Duration delay = after.isFlapping(now) ? FLAPPING_WAIT : delay(quick);
    return new Runs(runs, quick, restarts + 1, null, exit, now.plus(delay));
  }

  /** A wait longer than any that is asked for began before the clock was set back: it is over. */
  Runs timely(Instant now) {
    return notBefore.isAfter(now.plus(FLAPPING_WAIT))
        ? new Runs(lasted, quickExits, restarts, running, last, Instant.EPOCH)
        : this;
  }

  /** A container ended because it was meant to. */
  Runs ended() {
    return new Runs(lasted, quickExits, restarts, null, last, notBefore);
  }

  /** Whether ten runs and the present one together did not last a minute. */
  public boolean isFlapping(Instant now) {
    return lasted.size() >= REMEMBERED && total(now).compareTo(GOOD_RUN) < 0;
  }

  /** When a flapping task that keeps running will no longer be called so. */
  Instant steadyAt(Instant now) {
    return now.plus(GOOD_RUN.minus(total(now)));
  }

  /** The first restart is immediate, the next four come after a second, then the wait doubles. */
  private static Duration delay(int quickExits) {
    if (quickExits <= 1) {
      return Duration.ZERO;
    }
    return quickExits <= 5 ? Duration.ofSeconds(1) : Trouble.doubling(2, quickExits - 5, 30);
  }

  private Duration total(Instant now) {
    Duration sum = lasted.stream().reduce(Duration.ZERO, Duration::plus);
    if (running == null || running.since.isAfter(now)) {
      return sum;
    }
    return sum.plus(Duration.between(running.since, now));
  }
}
