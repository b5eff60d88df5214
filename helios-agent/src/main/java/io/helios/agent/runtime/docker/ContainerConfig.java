package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.Volume;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.job.Resources;
import io.helios.model.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says to the engine what a job says to us. */
final class ContainerConfig {
  private static final String CONTAINER_NETWORK = "container:";
  private final ContainerSpec spec;
  private final Job job;
  private final DockerOptions options;
  private final String network;

  ContainerConfig(ContainerSpec spec, DockerOptions options) {
    this.spec = spec;
    this.job = spec.job();
    this.options = options;
    this.network = job.networkMode() == null ? "" : job.networkMode();
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
    if (publishesPorts()) {
      command.withExposedPorts(
          spec.ports().values().stream().map(ContainerConfig::exposed).toList());
    }
    return command;
  }

  private HostConfig hostConfig() {
    HostConfig config = HostConfig.newHostConfig().withBinds(binds());
    if (!network.isEmpty()) {
      config.withNetworkMode(network);
    }
    if (publishesPorts()) {
      config.withPortBindings(
          spec.ports().values().stream().map(ContainerConfig::published).toList());
    }
    // Another container's network comes with that one's names; the engine refuses to add to them.
    if (!network.startsWith(CONTAINER_NETWORK)) {
      config.withDns(options.dns()).withExtraHosts(options.extraHosts().toArray(new String[0]));
    }
    if (!job.ramdisks().isEmpty()) {
      config.withTmpFs(job.ramdisks());
    }
    if (!job.securityOpt().isEmpty()) {
      config.withSecurityOpts(job.securityOpt());
    }
    if (job.runtime() != null && !job.runtime().isEmpty()) {
      config.withRuntime(job.runtime());
    }
    config.withCapAdd(capabilities(job.addCapabilities()));
    config.withCapDrop(capabilities(job.dropCapabilities()));
    String syslog = options.syslog();
    if (syslog != null) {
      config.withLogConfig(syslog(syslog));
    }
    if (job.resources() != null) {
      limit(config, job.resources());
    }
    return config;
  }

  private LogConfig syslog(String server) {
    return new LogConfig(
        LogConfig.LoggingType.SYSLOG,
        Map.of(
            "syslog-address",
            "udp://" + server,
            "syslog-facility",
            "local0",
            "tag",
            spec.task().job().toString()));
  }

  private static void limit(HostConfig config, Resources resources) {
    if (resources.memory() != null) {
      config.withMemory(resources.memory());
    }
    if (resources.memorySwap() != null) {
      config.withMemorySwap(resources.memorySwap());
    }
    if (resources.cpuShares() != null) {
      config.withCpuShares(Math.toIntExact(resources.cpuShares()));
    }
    if (resources.cpuset() != null) {
      config.withCpusetCpus(resources.cpuset());
    }
  }

  /** Ours come last: no job can pass itself off as another. */
  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>(job.labels());
    labels.put(Inspection.PORTS, Json.text(effectivePorts()));
    labels.put(Inspection.ENV_NAMES, Json.text(spec.env().keySet()));
    labels.putAll(spec.task().toMap());
    return labels;
  }

  /** In the host's network a process answers on the port that it binds, whatever was mapped. */
  private Map<String, PortMapping> effectivePorts() {
    if (!network.equals("host")) {
      return spec.ports();
    }
    Map<String, PortMapping> effective = new HashMap<>();
    spec.ports()
        .forEach((name, port) -> effective.put(name, port.withExternalPort(port.internalPort())));
    return effective;
  }

  private boolean publishesPorts() {
    // In these modes the container's ports are the host's, or another container's, already.
    return !network.equals("host") && !network.startsWith(CONTAINER_NETWORK);
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

  private List<Bind> binds() {
    List<Bind> binds = new ArrayList<>();
    job.volumes()
        .forEach(
            (path, source) -> {
              if (!source.isEmpty()) {
                binds.add(bind(source + ":" + path));
              }
            });
    options.binds().forEach(bind -> binds.add(bind(bind)));
    return binds;
  }

  private static Bind bind(String text) {
    try {
      return Bind.parse(text.indexOf(':') < 0 ? text + ":" + text : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid volume '" + text + "'", e);
    }
  }

  private static Capability[] capabilities(Collection<String> names) {
    return names.stream().map(ContainerConfig::capability).toArray(Capability[]::new);
  }

  private static Capability capability(String name) {
    try {
      return Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no such capability: '" + name + "'", e);
    }
  }
}
