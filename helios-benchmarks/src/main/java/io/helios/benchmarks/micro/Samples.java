package io.helios.benchmarks.micro;

import io.helios.coordination.layout.StoredStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.util.List;
import java.util.Map;

/** Values as they are usual. */
final class Samples {
  private Samples() {}

  static Job job(int number) {
    return JobHash.identify(
        Job.newBuilder("service-" + number, "1.2.3")
            .setImage("registry.example.net/team/service:1.2.3")
            .setCommand(List.of("serve", "--port", "8080"))
            .setEnv(Map.of("JAVA_OPTS", "-Xmx512m", "ZONE", "a", "LOG_LEVEL", "info"))
            .build());
  }

  static StoredStatus status(long generation) {
    return new StoredStatus(
        null,
        TaskReport.newBuilder(State.RUNNING)
            .setGoal(Goal.START)
            .setContainerId("c".repeat(64))
            .setEnv(Map.of("JAVA_OPTS", "-Xmx512m", "ZONE", "a"))
            .setGeneration(generation)
            .build());
  }
}
