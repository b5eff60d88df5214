package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of one container said.
 *
 * @param container null before the first probe
 * @param announced whether the task may be called RUNNING on account of this container
 * @param verified whether this agent's process has itself seen the check pass
 * @param failures failed probes in a row
 * @param reason why the last one failed; empty if it did not
 * @param nextProbe when to probe again, while not verified
 */
public record Health(
    @Nullable ContainerId container,
    boolean announced,
    boolean verified,
    int failures,
    String reason,
    Instant nextProbe) {
  public static final Health UNKNOWN = new Health(null, false, false, 0, "", Instant.EPOCH);

  /** An adopted container keeps RUNNING through this many failed probes less one. */
  static final int DOUBTS = 3;

  private static final long LONGEST_WAIT_SECONDS = 30;

  /** What holds for a container that an earlier process of this agent had called RUNNING. */
  public static Health adopted(ContainerId container) {
    return new Health(container, true, false, 0, "", Instant.EPOCH);
  }

  /** A wait longer than any that is asked for began before the clock was set back: it is over. */
  Health timely(Instant now) {
    return nextProbe.isAfter(now.plusSeconds(LONGEST_WAIT_SECONDS))
        ? new Health(container, announced, verified, failures, reason, Instant.EPOCH)
        : this;
  }

  boolean isOf(ContainerId id) {
    return id.equals(container);
  }

  /** Whether the container may be called RUNNING as far as its health goes. */
  public boolean lets(ContainerId id) {
    return isOf(id) && announced;
  }

  Health passed(ContainerId id) {
    return new Health(id, true, true, 0, "", Instant.EPOCH);
  }

  Health failed(ContainerId id, String why, Instant now) {
    int count = isOf(id) ? failures + 1 : 1;
    boolean still = isOf(id) && announced && count < DOUBTS;
    Instant next = now.plus(Trouble.doubling(1, count, LONGEST_WAIT_SECONDS));
    return new Health(id, still, false, count, why, next);
  }
}
