package io.helios.agent.runtime.docker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.ports.NetworkPorts;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.Job;
import io.helios.model.job.JobBuilder;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts jobs on the real engine and looks into their containers. */
final class Inside implements AutoCloseable {
  static final String UNTIL_TERM = "trap 'exit 0' TERM; while :; do sleep 0.1; done";
  private static final String HASH = "0123456789012345678901234567890123456789";

  final LocalEngine engine = new LocalEngine();
  final DockerRuntime runtime;
  private final String hostId = UUID.randomUUID().toString();
  private final String image = LocalImages.busybox(engine.client());
  private int made;

  Inside() {
    this(DockerOptions.none());
  }

  Inside(DockerOptions options) {
    this.runtime = new DockerRuntime(engine.endpoint(), options);
  }

  /** A job whose process waits for SIGTERM. */
  JobBuilder job() {
    return Job.newBuilder("inside", "1")
        .setId(new JobId("inside", "1", HASH))
        .setImage(image)
        .setCommand(List.of("sh", "-c", UNTIL_TERM));
  }

  JobBuilder job(ContainerOptions.Builder options) {
    return job().setContainer(options.build());
  }

  ContainerId created(Job job) throws RuntimeFailure {
    made++;
    return runtime.create(
        new ContainerSpec(
            "helios-test-" + hostId + "-" + made,
            new TaskLabels(hostId, job.id(), 7, made),
            job,
            NetworkPorts.of(job),
            job.env()));
  }

  ContainerId started(JobBuilder job) throws RuntimeFailure {
    ContainerId id = created(job.build());
    runtime.start(id);
    return id;
  }

  /** Output of a script in the container, without the last line break. */
  String says(ContainerId id, String script) {
    return engine.said(id, script).strip();
  }

  /** A limit, wherever this kernel keeps it: cgroups of version 1, or of version 2. */
  String cgroup(ContainerId id, String one, String two) {
    return says(
        id, "cat /sys/fs/cgroup/%s 2>/dev/null || cat /sys/fs/cgroup/%s".formatted(one, two));
  }

  InspectContainerResponse inspected(ContainerId id) {
    return engine.client().inspectContainerCmd(id.value()).exec();
  }

  /** The engine's own HostConfig, key by key: more than docker-java has words for. */
  Map<String, Object> hostConfig(ContainerId id) throws IOException {
    Process docker =
        new ProcessBuilder("docker", "inspect", "--format", "{{json .HostConfig}}", id.value())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = docker.getInputStream()) {
      return Json.tree().readValue(output, new TypeReference<Map<String, Object>>() {});
    }
  }

  @Override
  public void close() {
    runtime.close();
    engine.removeContainersOf(hostId);
    engine.close();
  }
}
