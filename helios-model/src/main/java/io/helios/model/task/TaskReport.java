package io.helios.model.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Contents;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of one task, without the job itself.
 *
 * @param goal the goal it works towards; null when unknown
 * @param ports every mapping of the job with its effective external port
 * @param env the container's environment as far as the agent set it
 * @param containerError the last error of engine, image or container in words; empty if none
 * @param generation of the deployment that this is about
 * @param exitCode of the last container that ended; null if none did
 * @param oomKilled true when that container was ended for want of memory
 * @param restarts how often the container was started again since the deployment
 * @param nextTry epoch milliseconds when a held-back step is tried again
 * @param waitingFor who holds what this task needs, in words; null if it waits for nobody
 * @param verified false while an adopted container's health is not yet confirmed
 * @param health what the job's check says of the container that runs; null if there is none
 * @param healthReason why the check failed last; null unless it matters
 * @param orphaned true when the host runs it although no deployment asks for it
 * @param registrationError why its services are not registered, or not all of them; null if they
 *     are
 */
public record TaskReport(
    @Nullable Goal goal,
    State state,
    @Nullable String containerId,
    ThrottleState throttled,
    Map<String, PortMapping> ports,
    Map<String, String> env,
    String containerError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long generation,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer exitCode,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean oomKilled,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer restarts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long nextTry,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String waitingFor,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean verified,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthState health,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String healthReason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean orphaned,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String registrationError) {

  @SuppressWarnings("ConstantValue") // Old agents leave things out.
  public TaskReport {
    Contents.required("state of a task", state);
    throttled = throttled == null ? ThrottleState.NO : throttled;
    ports = Contents.map("ports", ports);
    env = Contents.map("env", env);
    containerError = containerError == null ? "" : containerError;
  }

  public static TaskReportBuilder newBuilder(State state) {
    return new TaskReportBuilder(state);
  }

  /** A builder that starts from this report. */
  public TaskReportBuilder toBuilder() {
    return new TaskReportBuilder(this);
  }
}
