package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.Job;
import io.helios.model.job.Resources;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a container is given of the host: mounts, limits, rights, names, log. */
final class HostSettings {
  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);
  private static final String ALL_RIGHTS = "rwm";

  private final ContainerSpec spec;
  private final Job job;
  private final ContainerOptions wanted;
  private final DockerOptions agent;

  HostSettings(ContainerSpec spec, DockerOptions agent) {
    this.spec = spec;
    this.job = spec.job();
    this.wanted = job.container();
    this.agent = agent;
  }

  /** Everything but the ports. */
  HostConfig config() {
    HostConfig config = new OpenHostConfig(passedThrough()).withBinds(binds());
    network(config);
    rights(config);
    limits(config);
    if (!job.ramdisks().isEmpty()) {
      config.withTmpFs(job.ramdisks());
    }
    if (job.runtime() != null && !job.runtime().isEmpty()) {
      config.withRuntime(job.runtime());
    }
    if (wanted.init() != null) {
      config.withInit(wanted.init());
    }
    if (!wanted.sysctls().isEmpty()) {
      config.withSysctls(wanted.sysctls());
    }
    return config;
  }

  /** The client has no words for log drivers that come as plugins, nor for options alone. */
  private Map<String, Object> passedThrough() {
    Map<String, Object> passed = new TreeMap<>(wanted.hostConfig());
    String syslog = agent.syslog();
    if (wanted.logDriver() != null || !wanted.logOptions().isEmpty()) {
      String driver = Objects.requireNonNullElse(wanted.logDriver(), "");
      passed.put("LogConfig", Map.of("Type", driver, "Config", wanted.logOptions()));
    } else if (syslog != null) {
      Map<String, String> options =
          Map.of(
              "syslog-address",
              "udp://" + syslog,
              "syslog-facility",
              "local0",
              "tag",
              spec.task().job().toString());
      passed.put("LogConfig", Map.of("Type", "syslog", "Config", options));
    }
    return passed;
  }

  private void network(HostConfig config) {
    String network = ContainerConfig.network(job);
    if (!network.isEmpty()) {
      config.withNetworkMode(network);
    }
    // Another container's network comes with that one's names; the engine refuses to add to them.
    if (!ContainerConfig.joinsAnother(network)) {
      List<String> hosts = new ArrayList<>(agent.extraHosts());
      hosts.addAll(wanted.extraHosts());
      config.withDns(agent.dns()).withExtraHosts(hosts.toArray(new String[0]));
    }
  }

  private void rights(HostConfig config) {
    if (!job.securityOpt().isEmpty()) {
      config.withSecurityOpts(job.securityOpt());
    }
    config.withCapAdd(capabilities(job.addCapabilities()));
    config.withCapDrop(capabilities(job.dropCapabilities()));
    if (wanted.readOnlyRootfs() != null) {
      config.withReadonlyRootfs(wanted.readOnlyRootfs());
    }
    if (!wanted.devices().isEmpty()) {
      config.withDevices(wanted.devices().stream().map(HostSettings::device).toList());
    }
  }

  private void limits(HostConfig config) {
    Resources resources =
        Objects.requireNonNullElse(job.resources(), new Resources(null, null, null, null));
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
    if (wanted.cpus() != null) {
      config.withNanoCPUs(BigDecimal.valueOf(wanted.cpus()).multiply(NANO).longValue());
    }
    if (wanted.pidsLimit() != null) {
      config.withPidsLimit(wanted.pidsLimit());
    }
    if (wanted.shmSize() != null) {
      config.withShmSize(wanted.shmSize());
    }
    if (!wanted.ulimits().isEmpty()) {
      List<Ulimit> ulimits = new ArrayList<>();
      wanted.ulimits().forEach((name, limit) -> ulimits.add(ulimit(name, limit)));
      config.withUlimits(ulimits);
    }
  }

  private static Ulimit ulimit(String name, ContainerOptions.Ulimit limit) {
    long hard = limit.hard() == null ? limit.soft() : limit.hard();
    return new Ulimit(name, limit.soft(), hard);
  }

  /** {@code HOST[:CONTAINER[:rwm]]}; rights may also follow the host's path. */
  private static Device device(String text) {
    String[] parts = text.split(":", -1);
    boolean moved = parts.length > 1 && parts[1].startsWith("/");
    String rights = parts.length > (moved ? 2 : 1) ? parts[parts.length - 1] : ALL_RIGHTS;
    return new Device(rights, moved ? parts[1] : parts[0], parts[0]);
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
    agent.binds().forEach(bind -> binds.add(bind(bind)));
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
    return names.stream().map(HostSettings::capability).toArray(Capability[]::new);
  }

  private static Capability capability(String name) {
    try {
      return Capability.valueOf(name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no such capability: '" + name + "'", e);
    }
  }
}
