package io.helios.agent.host;

import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.DockerVersion;
import io.helios.model.host.HostInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what an agent tells of its machine and of itself. */
public final class HostFacts {
  private static final Logger log = LoggerFactory.getLogger(HostFacts.class);

  private final ContainerRuntime runtime;
  private final String dockerHost;
  private final @Nullable String dockerCertPath;
  private final String version;
  private final ProcFiles proc;
  private volatile @Nullable DockerVersion lastDockerVersion;

  /**
   * Collects for one agent.
   *
   * @param dockerHost address of the engine, as in {@code unix:///var/run/docker.sock}
   * @param version of Helios
   */
  public HostFacts(
      ContainerRuntime runtime,
      String dockerHost,
      @Nullable String dockerCertPath,
      String version) {
    this(runtime, dockerHost, dockerCertPath, version, Path.of("/proc"));
  }

  HostFacts(
      ContainerRuntime runtime,
      String dockerHost,
      @Nullable String dockerCertPath,
      String version,
      Path proc) {
    this.runtime = runtime;
    this.dockerHost = dockerHost;
    this.dockerCertPath = dockerCertPath;
    this.version = version;
    this.proc = new ProcFiles(proc);
  }

  /** The machine as it is now. Asks the engine once; one that is away keeps its last version. */
  public HostInfo host() {
    Map<String, Long> memory = proc.memory();
    return new HostInfo(
        proc.kernel("hostname").orElse(null),
        uname(),
        System.getProperty("os.arch"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        proc.loadAverage(),
        memory.getOrDefault("MemTotal", 0L),
        memory.getOrDefault("MemFree", 0L),
        memory.getOrDefault("SwapTotal", 0L),
        memory.getOrDefault("SwapFree", 0L),
        dockerVersion(),
        dockerHost,
        dockerCertPath);
  }

  /** This process. */
  public AgentInfo agent() {
    RuntimeMXBean vm = ManagementFactory.getRuntimeMXBean();
    return new AgentInfo(
        vm.getName(),
        vm.getVmName(),
        vm.getVmVendor(),
        vm.getVmVersion(),
        vm.getSpecName(),
        vm.getSpecVendor(),
        vm.getSpecVersion(),
        vm.getInputArguments(),
        vm.getUptime(),
        vm.getStartTime(),
        version);
  }

  /** As {@code uname -a} prints it. */
  private @Nullable String uname() {
    String type = proc.kernel("ostype").orElse("");
    if (type.isEmpty()) {
      return null;
    }
    String machine =
        System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    return String.join(
        " ",
        type,
        proc.kernel("hostname").orElse("?"),
        proc.kernel("osrelease").orElse("?"),
        proc.kernel("version").orElse("?"),
        machine,
        "GNU/Linux");
  }

  private @Nullable DockerVersion dockerVersion() {
    try {
      lastDockerVersion = runtime.version();
    } catch (RuntimeFailure e) {
      log.debug("the engine's version is not known now", e);
    }
    return lastDockerVersion;
  }
}
