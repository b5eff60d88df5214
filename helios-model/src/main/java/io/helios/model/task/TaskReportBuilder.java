package io.helios.model.task;

import io.helios.model.job.PortMapping;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TaskReport}; what is not set is said by nobody, and nothing is wrong or delayed.
 * Not for use by several threads.
 */
public final class TaskReportBuilder {
  private @Nullable Goal goal;
  private State state;
  private @Nullable String containerId;
  private ThrottleState throttled = ThrottleState.NO;
  private Map<String, PortMapping> ports = Map.of();
  private Map<String, String> env = Map.of();
  private String containerError = "";
  private @Nullable Long generation;
  private @Nullable Integer exitCode;
  private @Nullable Boolean oomKilled;
  private @Nullable Integer restarts;
  private @Nullable Long nextTry;
  private @Nullable String waitingFor;
  private @Nullable Boolean verified;
  private @Nullable HealthState health;
  private @Nullable String healthReason;
  private @Nullable Boolean orphaned;
  private @Nullable String registrationError;

  TaskReportBuilder(State state) {
    this.state = state;
  }

  TaskReportBuilder(TaskReport report) {
    goal = report.goal();
    state = report.state();
    containerId = report.containerId();
    throttled = report.throttled();
    ports = report.ports();
    env = report.env();
    containerError = report.containerError();
    generation = report.generation();
    exitCode = report.exitCode();
    oomKilled = report.oomKilled();
    restarts = report.restarts();
    nextTry = report.nextTry();
    waitingFor = report.waitingFor();
    verified = report.verified();
    health = report.health();
    healthReason = report.healthReason();
    orphaned = report.orphaned();
    registrationError = report.registrationError();
  }

  public TaskReportBuilder setGoal(@Nullable Goal value) {
    goal = value;
    return this;
  }

  public TaskReportBuilder setContainerId(@Nullable String value) {
    containerId = value;
    return this;
  }

  public TaskReportBuilder setThrottled(ThrottleState value) {
    throttled = value;
    return this;
  }

  public TaskReportBuilder setPorts(Map<String, PortMapping> value) {
    ports = value;
    return this;
  }

  public TaskReportBuilder setEnv(Map<String, String> value) {
    env = value;
    return this;
  }

  public TaskReportBuilder setContainerError(String value) {
    containerError = value;
    return this;
  }

  public TaskReportBuilder setGeneration(@Nullable Long value) {
    generation = value;
    return this;
  }

  public TaskReportBuilder setExitCode(@Nullable Integer value) {
    exitCode = value;
    return this;
  }

  public TaskReportBuilder setOomKilled(@Nullable Boolean value) {
    oomKilled = value;
    return this;
  }

  public TaskReportBuilder setRestarts(@Nullable Integer value) {
    restarts = value;
    return this;
  }

  public TaskReportBuilder setNextTry(@Nullable Long value) {
    nextTry = value;
    return this;
  }

  public TaskReportBuilder setWaitingFor(@Nullable String value) {
    waitingFor = value;
    return this;
  }

  public TaskReportBuilder setVerified(@Nullable Boolean value) {
    verified = value;
    return this;
  }

  public TaskReportBuilder setHealth(@Nullable HealthState value) {
    health = value;
    return this;
  }

  public TaskReportBuilder setHealthReason(@Nullable String value) {
    healthReason = value;
    return this;
  }

  public TaskReportBuilder setOrphaned(@Nullable Boolean value) {
    orphaned = value;
    return this;
  }

  public TaskReportBuilder setRegistrationError(@Nullable String value) {
    registrationError = value;
    return this;
  }

  public TaskReport build() {
    return new TaskReport(
        goal,
        state,
        containerId,
        throttled,
        ports,
        env,
        containerError,
        generation,
        exitCode,
        oomKilled,
        restarts,
        nextTry,
        waitingFor,
        verified,
        health,
        healthReason,
        orphaned,
        registrationError);
  }
}
