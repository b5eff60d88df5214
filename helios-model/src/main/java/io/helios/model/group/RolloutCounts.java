package io.helios.model.group;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Hosts of a rollout by where they stand.
 *
 * @param moving those that verify included
 */
public record RolloutCounts(
    int total, int done, int failed, int moving, int waiting, int todo, int skipped) {

  public static RolloutCounts of(Collection<HostOutcome> hosts) {
    Map<HostOutcome.State, Integer> counts = new EnumMap<>(HostOutcome.State.class);
    hosts.forEach(each -> counts.merge(each.state(), 1, Integer::sum));
    return new RolloutCounts(
        hosts.size(),
        counts.getOrDefault(HostOutcome.State.DONE, 0),
        counts.getOrDefault(HostOutcome.State.FAILED, 0),
        counts.getOrDefault(HostOutcome.State.MOVING, 0)
            + counts.getOrDefault(HostOutcome.State.VERIFYING, 0),
        counts.getOrDefault(HostOutcome.State.WAITING, 0),
        counts.getOrDefault(HostOutcome.State.TODO, 0),
        counts.getOrDefault(HostOutcome.State.SKIPPED, 0));
  }

  /** Of a rollout that has ended: who was not done by then is left out. */
  public RolloutCounts ended() {
    return new RolloutCounts(total, done, failed, 0, waiting, 0, skipped + moving + todo);
  }
}
