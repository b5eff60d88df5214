package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.Volume;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says to the engine what a job says to us. */
final class ContainerConfig {
  private final ContainerSpec spec;
  private final Job job;
  private final DockerOptions options;

  ContainerConfig(ContainerSpec spec, DockerOptions options) {
    this.spec = spec;
    this.job = spec.job();
    this.options = options;
  }

  /**
   * Fills the command in.
   *
   * @throws IllegalArgumentException when the job says something that no engine understands; the
   *     message is fit for a user
   */
  CreateContainerCmd into(CreateContainerCmd command) {
    command
        .withName(spec.name())
        .withLabels(labels())
        .withEnv(spec.env().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
        .withVolumes(anonymousVolumes())
        .withHostConfig(hostConfig());
    if (!job.command().isEmpty()) {
      command.withCmd(job.command());
    }
    if (job.hostname() != null) {
      command.withHostName(job.hostname());
    }
    if (job.healthCheck() instanceof HealthCheck.Docker check) {
      command.withHealthcheck(EngineChecks.paced(check.liveness()));
    }
    if (publishesPorts()) {
      command.withExposedPorts(
          spec.ports().values().stream().map(ContainerConfig::exposed).toList());
    }
    process(command, job.container());
    return command;
  }

  private static void process(CreateContainerCmd command, ContainerOptions wanted) {
    if (wanted.user() != null) {
      command.withUser(wanted.user());
    }
    if (wanted.workingDir() != null) {
      command.withWorkingDir(wanted.workingDir());
    }
    if (!wanted.entrypoint().isEmpty()) {
      command.withEntrypoint(wanted.entrypoint());
    }
    if (wanted.stopSignal() != null) {
      command.withStopSignal(wanted.stopSignal());
    }
  }

  private HostConfig hostConfig() {
    HostConfig config = new HostSettings(spec, options).config();
    if (publishesPorts()) {
      config.withPortBindings(
          spec.ports().values().stream().map(ContainerConfig::published).toList());
    }
    return config;
  }

  /** Ours come last: no job can pass itself off as another. */
  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>(job.labels());
    labels.put(Inspection.PORTS, Json.text(spec.ports()));
    labels.put(Inspection.ENV_NAMES, Json.text(spec.env().keySet()));
    labels.putAll(spec.task().toMap());
    return labels;
  }

  /** The job's network mode; empty if it leaves that to the engine. */
  static String network(Job job) {
    return job.networkMode() == null ? "" : job.networkMode();
  }

  static boolean joinsAnother(String network) {
    return network.startsWith("container:");
  }

  private boolean publishesPorts() {
    // Elsewhere the container's ports are the host's, another container's, or nobody's.
    String network = network(job);
    return !network.equals("host") && !network.equals("none") && !joinsAnother(network);
  }

  private static ExposedPort exposed(PortMapping port) {
    return new ExposedPort(
        port.internalPort(), InternetProtocol.parse(port.protocol().toLowerCase(Locale.ROOT)));
  }

  private static PortBinding published(PortMapping port) {
    String external = port.externalPort() == null ? "" : port.externalPort().toString();
    return new PortBinding(new Binding(port.ip(), external), exposed(port));
  }

  private List<Volume> anonymousVolumes() {
    return job.volumes().entrySet().stream()
        .filter(volume -> volume.getValue().isEmpty())
        .map(volume -> new Volume(volume.getKey().replaceFirst(":.*$", "")))
        .toList();
  }
}
