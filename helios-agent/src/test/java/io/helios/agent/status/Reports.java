package io.helios.agent.status;

import io.helios.coordination.layout.Stored;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.io.IOException;
import java.util.Map;

/** Reports of a task that differ only in what matters here. */
final class Reports {
  private Reports() {}

  static TaskReport report(Goal goal, State state, long generation, Map<String, String> env) {
    Map<String, Object> said =
        Map.of(
            "goal", goal,
            "state", state,
            "containerId", "c1",
            "throttled", ThrottleState.NO,
            "env", env,
            "generation", generation);
    try {
      return Stored.read(Stored.bytes(said), TaskReport.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
