package io.helios.agent.reconcile;

import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.task.Step;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What every container of this agent is given.
 *
 * @param env environment that jobs may override
 */
public record ContainerSpecs(HostName host, String hostId, Map<String, String> env) {
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_-]");

  ContainerSpec spec(Step.Create step) {
    JobId job = step.job().id();
    return new ContainerSpec(
        name(job, step.generation(), step.attempt()),
        new TaskLabels(hostId, job, step.generation(), step.attempt()),
        step.job(),
        step.ports(),
        env(step));
  }

  /** The same for every try of the same attempt, so that none of them can make a second one. */
  private String name(JobId job, long generation, int attempt) {
    return "helios-"
        + hostId
        + "-"
        + NOT_IN_NAMES.matcher(job.toShortString()).replaceAll("_")
        + "_"
        + Long.toHexString(generation)
        + "-"
        + attempt;
  }

  /** The job has the last word. */
  private Map<String, String> env(Step.Create step) {
    Map<String, String> all = new TreeMap<>(env);
    for (Map.Entry<String, PortMapping> port : step.ports().entrySet()) {
      Integer answers = port.getValue().externalPort();
      if (answers != null) {
        all.put("HELIOS_PORT_" + port.getKey(), host + ":" + answers);
      }
    }
    all.putAll(step.job().env());
    return all;
  }
}
