package io.helios.agent.runtime;

import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.util.Map;

/**
 * A container to be made.
 *
 * @param name unique on the host and the same for every try of the same attempt
 * @param ports the job's mappings with their external ports filled in, by name
 * @param env complete environment, precedence already applied
 */
public record ContainerSpec(
    String name,
    TaskLabels task,
    Job job,
    Map<String, PortMapping> ports,
    Map<String, String> env) {

  /** The container of that id as it is once it was made like this. */
  public Observed asCreated(ContainerId id) {
    return new Observed(
        id, task, Observed.Phase.CREATED, ports, env, null, null, null, false, "", null);
  }
}
