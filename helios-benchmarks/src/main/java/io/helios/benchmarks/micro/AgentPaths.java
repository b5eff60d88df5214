package io.helios.benchmarks.micro;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.status.StatusDeriver;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Discovery;
import io.helios.agent.task.History;
import io.helios.agent.task.PortsFact;
import io.helios.agent.task.Situation;
import io.helios.agent.task.Step;
import io.helios.agent.task.TaskPlanner;
import io.helios.model.job.Job;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What an agent works out for a task on each event. */
@State(Scope.Benchmark)
public class AgentPaths {
  private final TaskPlanner planner = new TaskPlanner(TaskPlanner.KEPT);
  private final Situation running = situation(true);
  private final Situation missing = situation(false);

  private static Situation situation(boolean runs) {
    Job job = Samples.job(1);
    Instant now = Instant.ofEpochSecond(1_800_000_000L);
    Observed container =
        new Observed(
            new ContainerId("c".repeat(64)),
            new TaskLabels("host", job.id(), 7, 1),
            Observed.Phase.RUNNING,
            Map.of(),
            Map.of(),
            now.minusSeconds(60),
            null,
            null,
            false,
            "",
            null);
    return new Situation(
        new Demand(job, Goal.START, 7, false),
        PortsFact.assigned(Map.of()),
        runs ? List.of(container) : List.of(),
        History.remembered(7, true, 0, null, io.helios.agent.task.Health.UNKNOWN),
        Discovery.UNUSED,
        null,
        now);
  }

  /** Nothing is to be done. */
  @Benchmark
  public Step planRunning() {
    return planner.next(running);
  }

  /** A container has to be made. */
  @Benchmark
  public Step planMissing() {
    return planner.next(missing);
  }

  @Benchmark
  public TaskReport deriveStatus() {
    return StatusDeriver.status(running);
  }
}
