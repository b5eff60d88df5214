package io.helios.model.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import io.helios.model.host.HostStatus.Status;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.TaskReport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One thing as it is now. Whoever gets it forgets what it knew of that thing before. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Watched {
  <R> R on(Cases<R> cases);

  /** Whether it is no longer there; then only its name is told. */
  boolean gone();

  /**
   * Reads a line of the stream; empty for a kind of thing that this version does not know.
   *
   * @throws IOException when it is no such line
   */
  static Optional<Watched> read(String json) throws IOException {
    JsonNode node = Json.tree().readTree(json);
    return switch (node.path("kind").asText("")) {
      case "host" -> Optional.of(Json.tree().treeToValue(node, OfHost.class));
      case "job" -> Optional.of(Json.tree().treeToValue(node, OfJob.class));
      case "task" -> Optional.of(Json.tree().treeToValue(node, OfTask.class));
      case "group" -> Optional.of(Json.tree().treeToValue(node, OfGroup.class));
      default -> Optional.empty();
    };
  }

  /**
   * A registered host, without its tasks.
   *
   * @param status null when it is gone
   */
  @JsonPropertyOrder({"kind", "host", "gone", "status"})
  record OfHost(
      HostName host,
      boolean gone,
      @Nullable Status status,
      Map<String, String> labels,
      Map<String, String> conditions,
      @Nullable HostInfo hostInfo,
      @Nullable AgentInfo agentInfo)
      implements Watched {
    public OfHost {
      Contents.required("host", host);
      labels = Contents.map("labels", labels);
      conditions = Contents.map("conditions", conditions);
    }

    public static OfHost gone(HostName host) {
      return new OfHost(host, true, null, Map.of(), Map.of(), null, null);
    }

    @JsonProperty
    public String kind() {
      return "host";
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.host(this);
    }
  }

  /**
   * A job.
   *
   * @param definition null when it is gone; values of its environment and its token are masked
   */
  @JsonPropertyOrder({"kind", "job", "gone"})
  record OfJob(JobId job, boolean gone, @Nullable Job definition) implements Watched {
    public OfJob {
      Contents.required("job", job);
    }

    public static OfJob gone(JobId job) {
      return new OfJob(job, true, null);
    }

    @JsonProperty
    public String kind() {
      return "job";
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.job(this);
    }
  }

  /**
   * A job on a host.
   *
   * @param deployment null when none asks for it
   * @param ordered whether the agent was ordered to take it away and has not finished
   * @param status null until the agent said something of it; without its environment
   */
  @JsonPropertyOrder({"kind", "host", "job", "gone", "ordered"})
  record OfTask(
      HostName host,
      JobId job,
      boolean gone,
      boolean ordered,
      @Nullable Deployment deployment,
      @Nullable TaskReport status)
      implements Watched {
    public OfTask {
      Contents.required("host", host);
      Contents.required("job", job);
    }

    public static OfTask gone(HostName host, JobId job) {
      return new OfTask(host, job, true, false, null, null);
    }

    @JsonProperty
    public String kind() {
      return "task";
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.task(this);
    }
  }

  /**
   * A deployment group.
   *
   * @param definition null when it is gone; a token in it is masked
   * @param rollout id of its newest rollout; null if it never had one
   */
  @JsonPropertyOrder({"kind", "group", "gone"})
  record OfGroup(
      String group, boolean gone, @Nullable DeploymentGroup definition, @Nullable String rollout)
      implements Watched {
    public OfGroup {
      Contents.required("group", group);
    }

    public static OfGroup gone(String group) {
      return new OfGroup(group, true, null, null);
    }

    @JsonProperty
    public String kind() {
      return "group";
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.group(this);
    }
  }

  /** One method per kind of thing. */
  interface Cases<R> {
    R host(OfHost host);

    R job(OfJob job);

    R task(OfTask task);

    R group(OfGroup group);
  }
}
