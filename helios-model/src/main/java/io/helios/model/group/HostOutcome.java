package io.helios.model.group;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/**
 * How one host fares in a rollout.
 *
 * @param reason why it failed, waits or was skipped, in words; null when there is nothing to say
 * @param code the same for programs: why it failed, that it was skipped because it is {@link
 *     #CORDONED}, or that it is done because nothing of the group has to run there ({@code LEFT},
 *     {@code GONE}); null otherwise
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String code,
    @Nullable Long started,
    @Nullable Long ended,
    @Nullable Long durationMillis,
    @Nullable Long gapMillis) {
  /** The code of a host that takes no deployments now, and is caught up when it does. */
  public static final String CORDONED = "CORDONED";

  public HostOutcome {
    Contents.required("host", host);
    Contents.required("state of a host in a rollout", state);
  }

  /** Whether it was skipped only because it is cordoned. */
  @JsonIgnore
  public boolean isCordoned() {
    return state == State.SKIPPED && CORDONED.equals(code);
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
