package io.helios.agent.runtime;

import io.helios.model.job.JobId;
import java.util.Map;
import java.util.Optional;

/**
 * What ties a container to its task; it stands in the container's labels, so it is lost only with
 * the container.
 *
 * @param hostId identity of the agent that made it; containers of another identity are never
 *     touched
 * @param generation of the deployment it was made for
 * @param attempt counts the containers of one generation, from 1
 */
public record TaskLabels(String hostId, JobId job, long generation, int attempt) {
  public static final String HOST_ID = "io.helios.host-id";
  public static final String JOB = "io.helios.job";
  public static final String GENERATION = "io.helios.generation";
  public static final String ATTEMPT = "io.helios.attempt";

  public Map<String, String> toMap() {
    return Map.of(
        HOST_ID,
        hostId,
        JOB,
        job.toString(),
        GENERATION,
        Long.toString(generation),
        ATTEMPT,
        Integer.toString(attempt));
  }

  /** Reads them back; empty when any is missing or malformed. */
  public static Optional<TaskLabels> from(Map<String, String> labels) {
    String hostId = labels.get(HOST_ID);
    String job = labels.get(JOB);
    if (hostId == null || job == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TaskLabels(
              hostId,
              JobId.fromString(job),
              Long.parseLong(labels.getOrDefault(GENERATION, "")),
              Integer.parseInt(labels.getOrDefault(ATTEMPT, ""))));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
