package io.helios.agent.goals;

import io.helios.agent.task.Demand;
import io.helios.agent.task.Setbacks;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of a task on disk.
 *
 * @param ports mappings the task was given, by name; empty before it got any
 * @param imageReady whether the image was made sure of for this generation
 * @param announced id of the container that was last called RUNNING; null if none was
 * @param unhealthy why that container was found unhealthy; null if it was not
 * @param restarts ended runs of this generation
 * @param setbacks of this generation; null if there were none
 */
public record KnownTask(
    Job job,
    Goal goal,
    long generation,
    Map<String, PortMapping> ports,
    boolean imageReady,
    @Nullable String announced,
    @Nullable String unhealthy,
    int restarts,
    @Nullable Setbacks setbacks) {

  @SuppressWarnings("ConstantValue") // An older agent may have left the ports out.
  public KnownTask {
    ports = ports == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(ports));
  }

  /** Whether what cannot be missing is there; a file may be damaged and still be valid JSON. */
  @SuppressWarnings("ConstantValue")
  boolean isComplete() {
    return job != null && job.id() != null && goal != null;
  }

  public JobId id() {
    return job.id();
  }

  public Demand demand() {
    return new Demand(job, goal, generation, false);
  }
}
