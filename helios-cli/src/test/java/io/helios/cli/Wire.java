package io.helios.cli;

import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Masters' answers, in the shapes of the specification. */
final class Wire {
  static final Job WEB =
      job(
          Job.newBuilder("web", "1")
              .setImage("bars/busybox:1")
              .setCreated(1795211982000L)
              .setCommand(List.of("/bin/sh", "-c", "httpd -f -p 80"))
              .setEnv(Map.of("COLOR", "blue"))
              .setMetadata(Map.of("team", "infra"))
              .setPorts(Map.of("http", PortMapping.of(80)))
              .build());
  static final Job WEB10 =
      job(
          Job.newBuilder("web", "10")
              .setImage("bars/busybox:1")
              .setCreated(1795211983000L)
              .setToken("s3cret")
              .build());
  static final JobId ID = WEB.id();
  static final String CONTAINER =
      "4e427cf3aa143dbbfe72f7b9c80a1695d3e5b67ad58de3c15ea0b5fd2793ff03";

  private Wire() {}

  static Job job(Job job) {
    return JobHash.identify(job);
  }

  static String jobs(Job... jobs) {
    return List.of(jobs).stream()
        .map(job -> "\"" + job.id() + "\":" + Json.text(job))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A task's status; {@code more} goes on with a comma. */
  static String task(Job job, String state, String more) {
    return "{\"job\":"
        + Json.text(job)
        + ",\"goal\":\"START\",\"state\":\""
        + state
        + "\""
        + more
        + "}";
  }

  static String deployment(Job job, String goal, long generation) {
    return "{\"jobId\":\""
        + job.id()
        + "\",\"goal\":\""
        + goal
        + "\",\"deployerUser\":\"bob\",\"generation\":"
        + generation
        + "}";
  }

  /** Maps are given as their JSON without braces. */
  static String jobStatus(Job job, String taskStatuses, String deployments) {
    return "{\"job\":"
        + Json.text(job)
        + ",\"taskStatuses\":{"
        + taskStatuses
        + "},\"deployments\":{"
        + deployments
        + "}}";
  }

  static String host(String status, String jobs, String statuses) {
    return "{\"status\":\""
        + status
        + "\",\"jobs\":{"
        + jobs
        + "},\"statuses\":{"
        + statuses
        + "},\"hostInfo\":null,\"agentInfo\":null,\"environment\":{},\"labels\":{}}";
  }

  static String entry(String key, String json) {
    return "\"" + key + "\":" + json;
  }
}
