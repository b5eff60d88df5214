package io.helios.model.group;

import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/**
 * How one host fares in a rollout.
 *
 * @param reason why it failed, waits or was skipped, in words; null when there is nothing to say
 * @param started epoch milliseconds; null before
 * @param ended epoch milliseconds; null before
 * @param durationMillis from start to end, as the master measured it
 * @param gapMillis how long no instance ran, where that was seen; null where it was not, and with
 *     overlap
 */
public record HostOutcome(
    String host,
    State state,
    @Nullable String reason,
    @Nullable Long started,
    @Nullable Long ended,
    @Nullable Long durationMillis,
    @Nullable Long gapMillis) {
  public HostOutcome {
    Contents.required("host", host);
    Contents.required("state of a host in a rollout", state);
  }

  /** Where a host stands. */
  public enum State {
    TODO,
    /** The old job goes, the new one comes. */
    MOVING,
    /** The new one runs and has to stay healthy for a while. */
    VERIFYING,
    DONE,
    FAILED,
    /** It is down, and is caught up when it returns. */
    WAITING,
    /** It needs nothing, or the rollout ended before its turn. */
    SKIPPED
  }
}
