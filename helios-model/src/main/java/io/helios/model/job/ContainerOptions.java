package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.json.Contents;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What jobs of the predecessor could not say about their container. On the wire each is a field of
 * the job itself, left out while it says nothing; an absent value leaves the matter to the image or
 * the engine. Collections are empty when absent, everything else is null.
 *
 * @param user name or number, with {@code :group} if wanted
 * @param workingDir absolute path in the container
 * @param entrypoint in place of the image's; a single empty text takes the image's away
 * @param pidsLimit most processes and threads at a time, -1 for no limit
 * @param ulimits by name without {@code RLIMIT_}, as in {@code nofile}
 * @param init whether a small init process runs as number 1, forwards signals and reaps
 * @param shmSize bytes of {@code /dev/shm}
 * @param devices {@code HOST[:CONTAINER[:rwm]]}, paths
 * @param extraHosts {@code NAME:ADDRESS}, lines of {@code /etc/hosts}; the address may be {@code
 *     host-gateway}
 * @param sysctls kernel parameters of the container's namespaces
 * @param logDriver name of one of the engine's log drivers
 * @param stopSignal what asks the process to end; null means the image's, or SIGTERM
 * @param cpus most processors in use at a time, as in 1.5
 * @param hostConfig further keys of the engine's {@code HostConfig} in the engine's own spelling,
 *     given to it as they are; JSON values
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ContainerOptions(
    @Nullable String user,
    @Nullable String workingDir,
    List<String> entrypoint,
    @Nullable Boolean readOnlyRootfs,
    @Nullable Long pidsLimit,
    Map<String, Ulimit> ulimits,
    @Nullable Boolean init,
    @Nullable Long shmSize,
    List<String> devices,
    List<String> extraHosts,
    Map<String, String> sysctls,
    @Nullable String logDriver,
    Map<String, String> logOptions,
    @Nullable String stopSignal,
    @Nullable Double cpus,
    Map<String, Object> hostConfig) {
  public static final ContainerOptions NONE = newBuilder().build();

  @SuppressWarnings("ConstantValue") // JSON may leave anything out.
  public ContainerOptions {
    entrypoint = Contents.list("entrypoint", entrypoint);
    ulimits = Contents.map("ulimits", ulimits);
    devices = Contents.list("devices", devices);
    extraHosts = Contents.list("extraHosts", extraHosts);
    sysctls = Contents.map("sysctls", sysctls);
    logOptions = Contents.map("logOptions", logOptions);
    hostConfig = Contents.json("hostConfig", hostConfig);
  }

  public static Builder newBuilder() {
    return new Builder();
  }

  /** A builder that starts from these. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.user = user;
    builder.workingDir = workingDir;
    builder.entrypoint = entrypoint;
    builder.readOnlyRootfs = readOnlyRootfs;
    builder.pidsLimit = pidsLimit;
    builder.ulimits = ulimits;
    builder.init = init;
    builder.shmSize = shmSize;
    builder.devices = devices;
    builder.extraHosts = extraHosts;
    builder.sysctls = sysctls;
    builder.logDriver = logDriver;
    builder.logOptions = logOptions;
    builder.stopSignal = stopSignal;
    builder.cpus = cpus;
    builder.hostConfig = hostConfig;
    return builder;
  }

  /**
   * One limit on what a process may use; -1 is no limit.
   *
   * @param hard as far as the process may raise the soft one itself; null means the same
   */
  public record Ulimit(long soft, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long hard) {}

  /** Collects options; what is not set says nothing. */
  public static final class Builder {
    private @Nullable String user;
    private @Nullable String workingDir;
    private List<String> entrypoint = List.of();
    private @Nullable Boolean readOnlyRootfs;
    private @Nullable Long pidsLimit;
    private Map<String, Ulimit> ulimits = Map.of();
    private @Nullable Boolean init;
    private @Nullable Long shmSize;
    private List<String> devices = List.of();
    private List<String> extraHosts = List.of();
    private Map<String, String> sysctls = Map.of();
    private @Nullable String logDriver;
    private Map<String, String> logOptions = Map.of();
    private @Nullable String stopSignal;
    private @Nullable Double cpus;
    private Map<String, Object> hostConfig = Map.of();

    private Builder() {}

    public Builder setUser(@Nullable String value) {
      this.user = value;
      return this;
    }

    public Builder setWorkingDir(@Nullable String value) {
      this.workingDir = value;
      return this;
    }

    public Builder setEntrypoint(List<String> value) {
      this.entrypoint = value;
      return this;
    }

    public Builder setReadOnlyRootfs(@Nullable Boolean value) {
      this.readOnlyRootfs = value;
      return this;
    }

    public Builder setPidsLimit(@Nullable Long value) {
      this.pidsLimit = value;
      return this;
    }

    public Builder setUlimits(Map<String, Ulimit> value) {
      this.ulimits = value;
      return this;
    }

    public Builder setInit(@Nullable Boolean value) {
      this.init = value;
      return this;
    }

    public Builder setShmSize(@Nullable Long value) {
      this.shmSize = value;
      return this;
    }

    public Builder setDevices(List<String> value) {
      this.devices = value;
      return this;
    }

    public Builder setExtraHosts(List<String> value) {
      this.extraHosts = value;
      return this;
    }

    public Builder setSysctls(Map<String, String> value) {
      this.sysctls = value;
      return this;
    }

    public Builder setLogDriver(@Nullable String value) {
      this.logDriver = value;
      return this;
    }

    public Builder setLogOptions(Map<String, String> value) {
      this.logOptions = value;
      return this;
    }

    public Builder setStopSignal(@Nullable String value) {
      this.stopSignal = value;
      return this;
    }

    public Builder setCpus(@Nullable Double value) {
      this.cpus = value;
      return this;
    }

    public Builder setHostConfig(Map<String, Object> value) {
      this.hostConfig = value;
      return this;
    }

    public ContainerOptions build() {
      return new ContainerOptions(
          user,
          workingDir,
          entrypoint,
          readOnlyRootfs,
          pidsLimit,
          ulimits,
          init,
          shmSize,
          devices,
          extraHosts,
          sysctls,
          logDriver,
          logOptions,
          stopSignal,
          cpus,
          hostConfig);
    }
  }
}
