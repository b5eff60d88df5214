package io.helios.model.host;

import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.TaskStatus;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a host. {@code jobs} is what was asked for, {@code statuses} what its
 * agent last said; neither implies the other.
 */
public record HostStatus(
    Status status,
    Map<JobId, Deployment> jobs,
    Map<JobId, TaskStatus> statuses,
    @Nullable HostInfo hostInfo,
    @Nullable AgentInfo agentInfo,
    Map<String, String> environment,
    Map<String, String> labels) {

  public HostStatus {
    jobs = sorted(jobs);
    statuses = sorted(statuses);
    environment = sorted(environment);
    labels = sorted(labels);
  }

  private static <K extends Comparable<K>, V> Map<K, V> sorted(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** Whether the host's agent is connected. */
  public enum Status {
    UP,
    DOWN
  }
}
