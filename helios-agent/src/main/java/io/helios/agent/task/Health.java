package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the health check of one container said.
 *
 * @param container null before the first word
 * @param announced whether the task may be called RUNNING on account of this container: the check
 *     passed once, whatever it said since
 * @param verified whether this agent's process has itself seen the check pass
 * @param failures in a row, seen by this agent's process
 * @param held how many of the last words in a row are held against the container; at most what
 *     makes it unhealthy
 * @param slow whether the last probe took long
 * @param reason why the check failed last; empty if it passed last
 * @param nextProbe when to probe again
 */
public record Health(
    @Nullable ContainerId container,
    boolean announced,
    boolean verified,
    int failures,
    int held,
    boolean slow,
    String reason,
    Instant nextProbe) {
  public static final Health UNKNOWN =
      new Health(null, false, false, 0, 0, false, "", Instant.EPOCH);

  private static final Duration ENGINE_AWAY = Duration.ofSeconds(5);

  /**
   * What holds for a container that an earlier process of this agent had called RUNNING.
   *
   * @param unhealthy why it was found unhealthy; null if it was not
   */
  public static Health adopted(
      ContainerId container, @Nullable HealthCheck check, @Nullable String unhealthy) {
    int held = check == null || unhealthy == null ? 0 : Pace.of(check).retries();
    return new Health(
        container, true, false, 0, held, false, unhealthy == null ? "" : unhealthy, Instant.EPOCH);
  }

  /** Whether this is about that container. */
  public boolean isOf(ContainerId id) {
    return id.equals(container);
  }

  /** Whether the container may be called RUNNING as far as its health goes. */
  public boolean lets(ContainerId id) {
    return isOf(id) && announced;
  }

  /** Whether the check failed so often that it counts. */
  public boolean isUnhealthy(HealthCheck check) {
    return held >= Pace.of(check).retries();
  }

  /** Whether the job wants the container replaced, which this process has itself seen fail. */
  public boolean isCondemned(ContainerId id, @Nullable HealthCheck check) {
    return check != null
        && isOf(id)
        && failures > 0
        && Pace.of(check).restart()
        && isUnhealthy(check);
  }

  /** When that container is to be probed. */
  Instant dueFor(ContainerId id) {
    return isOf(id) ? nextProbe : Instant.EPOCH;
  }

  /** A wait that ends too late was begun before the clock was set back: it is over. */
  Health timely(HealthCheck check, Instant now) {
    Pace pace = Pace.of(check);
    Duration longest = pace.interval().compareTo(ENGINE_AWAY) > 0 ? pace.interval() : ENGINE_AWAY;
    return nextProbe.isAfter(now.plus(longest))
        ? new Health(container, announced, verified, failures, held, slow, reason, Instant.EPOCH)
        : this;
  }

  Health passed(ContainerId id, HealthCheck check, boolean wasSlow, Instant now) {
    return new Health(id, true, true, 0, 0, wasSlow, "", now.plus(Pace.of(check).interval()));
  }

  Health failed(Observed of, HealthCheck check, String why, boolean wasSlow, Instant now) {
    Pace pace = Pace.of(check);
    boolean same = isOf(of.id());
    int count = same ? failures + 1 : 1;
    boolean counts = (same && announced) || pace.isOver(of.startedAt(), now);
    int before = same ? held : 0;
    return new Health(
        of.id(),
        same && announced,
        same && verified,
        count,
        counts ? Math.min(before + 1, pace.retries()) : before,
        wasSlow,
        why,
        now.plus(same && announced ? pace.interval() : pace.waitAfter(count)));
  }

  /** The engine could not be asked, which says nothing about the container. */
  Health unanswered(ContainerId id, HealthCheck check, String why, Instant now) {
    Health known = isOf(id) ? this : new Health(id, false, false, 0, 0, false, "", now);
    Duration interval = Pace.of(check).interval();
    return new Health(
        id,
        known.announced,
        known.verified,
        known.failures,
        known.held,
        known.slow,
        known.held > 0 ? known.reason : why,
        now.plus(interval.compareTo(ENGINE_AWAY) < 0 ? interval : ENGINE_AWAY));
  }

  /** What the engine's own check of a running container says, as often as one likes to ask. */
  Health told(Observed running, HealthCheck check, Instant now) {
    Health known =
        isOf(running.id())
            ? this
            : new Health(running.id(), false, false, 0, 0, false, "", Instant.EPOCH);
    EngineHealth word = running.health();
    if (word == null) {
      return known.saying("the container has no HEALTHCHECK of its image");
    }
    return switch (word.status()) {
      case STARTING -> known.announced ? known : known.saying(word.reason());
      case HEALTHY -> new Health(running.id(), true, true, 0, 0, false, "", Instant.EPOCH);
      case UNHEALTHY -> {
        Pace pace = Pace.of(check);
        boolean counts = known.announced || pace.isOver(running.startedAt(), now);
        yield new Health(
            running.id(),
            known.announced,
            known.verified,
            1,
            counts ? pace.retries() : known.held,
            false,
            word.reason(),
            Instant.EPOCH);
      }
    };
  }

  private Health saying(String why) {
    return new Health(container, announced, verified, failures, held, slow, why, nextProbe);
  }
}
