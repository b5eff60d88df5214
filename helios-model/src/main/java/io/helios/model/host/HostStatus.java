package io.helios.model.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import io.helios.model.task.Deployment;
import io.helios.model.task.TaskStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about a host. {@code jobs} is what was asked for, {@code statuses} what its
 * agent last said; neither implies the other.
 *
 * @param conditions what its agent last said is wrong with the host itself, in words, by a name for
 *     programs such as {@code EngineUnresponsive}; empty when nothing is, or the agent is too old
 * @param cordon why nothing new may be deployed on the host; null when it takes deployments
 */
public record HostStatus(
    Status status,
    Map<JobId, Deployment> jobs,
    Map<JobId, TaskStatus> statuses,
    @Nullable HostInfo hostInfo,
    @Nullable AgentInfo agentInfo,
    Map<String, String> environment,
    Map<String, String> labels,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> conditions,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Cordon cordon) {

  public HostStatus {
    Contents.required("status of a host", status);
    jobs = Contents.map("jobs", jobs);
    statuses = Contents.map("statuses", statuses);
    environment = Contents.map("environment", environment);
    labels = Contents.map("labels", labels);
    conditions = Contents.map("conditions", conditions);
  }

  /** Whether the host's agent is connected. */
  public enum Status {
    UP,
    DOWN
  }
}
