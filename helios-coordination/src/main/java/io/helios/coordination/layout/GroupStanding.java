package io.helios.coordination.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.json.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rollouts a group has had, and whether it was stopped since.
 *
 * @param epoch grows by one with every rollout
 * @param rollouts ids, newest first; older ones than {@link #LIMIT} are forgotten
 * @param stop when a group was stopped while nothing was rolling; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupStanding(long epoch, List<String> rollouts, @Nullable Stop stop) {
  /** Rollouts that are kept. */
  public static final int LIMIT = 50;

  public static final GroupStanding NEW = new GroupStanding(0, List.of(), null);

  public GroupStanding {
    rollouts = Contents.list("rollouts", rollouts);
  }

  /**
   * Holds a group that was not rolling back from catching up hosts by itself.
   *
   * @param at epoch milliseconds
   * @param unreached fingerprint of the hosts that waited for their turn; another one lifts the
   *     stop where the last rollout was the master's own
   */
  public record Stop(long at, long unreached) {}

  /** The newest rollout, which is the only one that may be under way. */
  public Optional<String> current() {
    return rollouts.stream().findFirst();
  }

  /** With one more rollout, which lifts a stop. */
  public GroupStanding with(String rollout) {
    List<String> all = new ArrayList<>();
    all.add(rollout);
    all.addAll(rollouts.subList(0, Math.min(rollouts.size(), LIMIT - 1)));
    return new GroupStanding(epoch + 1, all, null);
  }

  public GroupStanding stopped(Stop now) {
    return new GroupStanding(epoch, rollouts, now);
  }
}
