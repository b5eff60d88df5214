package io.helios.cli;

import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostSelector;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masters' answers about groups and rollouts. */
final class GroupWire {
  static final String GROUP =
      Json.text(
          new DeploymentGroup(
              "g",
              List.of(HostSelector.parse("role=web").orElseThrow()),
              Wire.WEB10.id(),
              null,
              null));

  private GroupWire() {}

  /** The rollout r1 of group g from web:10 to web:1, begun 20 s before the fixture's time. */
  static String rollout(RolloutState state, @Nullable String error, HostOutcome... hosts) {
    return rollout(state, error, null, RolloutOptions.NONE, hosts);
  }

  static String rollout(
      RolloutState state,
      @Nullable String error,
      @Nullable String detail,
      RolloutOptions options,
      HostOutcome... hosts) {
    long begun = CliFixture.NOW.toEpochMilli() - 20_000;
    return Json.text(
        new Rollout(
            "r1",
            "g",
            state,
            RolloutReason.MANUAL,
            "bob",
            Wire.WEB10.id(),
            Wire.ID,
            options,
            begun,
            begun,
            state.ended() ? begun + 12_000 : null,
            error,
            detail,
            null,
            List.of(hosts),
            List.of(
                new RolloutEvent(begun, "STARTED", null, "started by bob"),
                new RolloutEvent(begun + 1000, "MOVED", "h1", "runs web:1"))));
  }

  static HostOutcome host(String name, HostOutcome.State state, @Nullable String reason) {
    boolean done = state == HostOutcome.State.DONE;
    return new HostOutcome(
        name,
        state,
        reason,
        null,
        null,
        null,
        done ? Long.valueOf(4000) : null,
        done ? 500L : null);
  }
}
