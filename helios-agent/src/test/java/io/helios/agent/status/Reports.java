package io.helios.agent.status;

import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.util.Map;

/** Reports of a task that differ only in what matters here. */
final class Reports {
  private Reports() {}

  static TaskReport report(Goal goal, State state, long generation, Map<String, String> env) {
    return TaskReport.newBuilder(state)
        .setGoal(goal)
        .setContainerId("c1")
        .setEnv(env)
        .setGeneration(generation)
        .build();
  }
}
