package io.helios.model.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a job; what is not set stays at its default. */
public final class JobBuilder {
  private JobId id;
  private @Nullable String image;
  private @Nullable String hostname;
  private @Nullable Long created;
  private List<String> command = List.of();
  private Map<String, String> env = Map.of();
  private @Nullable Resources resources;
  private Map<String, PortMapping> ports = Map.of();
  private Map<ServiceEndpoint, ServicePorts> registration = Map.of();
  private @Nullable Integer gracePeriod;
  private Map<String, String> volumes = Map.of();
  private @Nullable Instant expires;
  private String registrationDomain = "";
  private @Nullable String creatingUser;
  private String token = "";
  private @Nullable HealthCheck healthCheck;
  private List<String> securityOpt = List.of();
  private @Nullable String networkMode;
  private Map<String, String> metadata = Map.of();
  private Set<String> addCapabilities = Set.of();
  private Set<String> dropCapabilities = Set.of();
  private Map<String, String> labels = Map.of();
  private @Nullable Integer secondsToWaitBeforeKill;
  private Map<String, String> ramdisks = Map.of();
  private @Nullable RolloutOptions rolloutOptions;
  private @Nullable String runtime;
  private ContainerOptions container = ContainerOptions.NONE;
  private ImageOptions imageOptions = ImageOptions.NONE;

  JobBuilder(JobId id) {
    this.id = id;
  }

  JobBuilder(Job job) {
    this.id = job.id();
    this.image = job.image();
    this.hostname = job.hostname();
    this.created = job.created();
    this.command = job.command();
    this.env = job.env();
    this.resources = job.resources();
    this.ports = job.ports();
    this.registration = job.registration();
    this.gracePeriod = job.gracePeriod();
    this.volumes = job.volumes();
    this.expires = job.expires();
    this.registrationDomain = job.registrationDomain();
    this.creatingUser = job.creatingUser();
    this.token = job.token();
    this.healthCheck = job.healthCheck();
    this.securityOpt = job.securityOpt();
    this.networkMode = job.networkMode();
    this.metadata = job.metadata();
    this.addCapabilities = job.addCapabilities();
    this.dropCapabilities = job.dropCapabilities();
    this.labels = job.labels();
    this.secondsToWaitBeforeKill = job.secondsToWaitBeforeKill();
    this.ramdisks = job.ramdisks();
    this.rolloutOptions = job.rolloutOptions();
    this.runtime = job.runtime();
    this.container = job.container();
    this.imageOptions = job.imageOptions();
  }

  public JobBuilder setId(JobId value) {
    this.id = value;
    return this;
  }

  public JobBuilder setImage(@Nullable String value) {
    this.image = value;
    return this;
  }

  public JobBuilder setHostname(@Nullable String value) {
    this.hostname = value;
    return this;
  }

  public JobBuilder setCreated(@Nullable Long value) {
    this.created = value;
    return this;
  }

  public JobBuilder setCommand(List<String> value) {
    this.command = value;
    return this;
  }

  public JobBuilder setEnv(Map<String, String> value) {
    this.env = value;
    return this;
  }

  public JobBuilder setResources(@Nullable Resources value) {
    this.resources = value;
    return this;
  }

  public JobBuilder setPorts(Map<String, PortMapping> value) {
    this.ports = value;
    return this;
  }

  public JobBuilder setRegistration(Map<ServiceEndpoint, ServicePorts> value) {
    this.registration = value;
    return this;
  }

  public JobBuilder setGracePeriod(@Nullable Integer value) {
    this.gracePeriod = value;
    return this;
  }

  public JobBuilder setVolumes(Map<String, String> value) {
    this.volumes = value;
    return this;
  }

  public JobBuilder setExpires(@Nullable Instant value) {
    this.expires = value;
    return this;
  }

  public JobBuilder setRegistrationDomain(String value) {
    this.registrationDomain = value;
    return this;
  }

  public JobBuilder setCreatingUser(@Nullable String value) {
    this.creatingUser = value;
    return this;
  }

  public JobBuilder setToken(String value) {
    this.token = value;
    return this;
  }

  public JobBuilder setHealthCheck(@Nullable HealthCheck value) {
    this.healthCheck = value;
    return this;
  }

  public JobBuilder setSecurityOpt(List<String> value) {
    this.securityOpt = value;
    return this;
  }

  public JobBuilder setNetworkMode(@Nullable String value) {
    this.networkMode = value;
    return this;
  }

  public JobBuilder setMetadata(Map<String, String> value) {
    this.metadata = value;
    return this;
  }

  public JobBuilder setAddCapabilities(Set<String> value) {
    this.addCapabilities = value;
    return this;
  }

  public JobBuilder setDropCapabilities(Set<String> value) {
    this.dropCapabilities = value;
    return this;
  }

  public JobBuilder setLabels(Map<String, String> value) {
    this.labels = value;
    return this;
  }

  public JobBuilder setSecondsToWaitBeforeKill(@Nullable Integer value) {
    this.secondsToWaitBeforeKill = value;
    return this;
  }

  public JobBuilder setRamdisks(Map<String, String> value) {
    this.ramdisks = value;
    return this;
  }

  public JobBuilder setRolloutOptions(@Nullable RolloutOptions value) {
    this.rolloutOptions = value;
    return this;
  }

  public JobBuilder setRuntime(@Nullable String value) {
    this.runtime = value;
    return this;
  }

  public JobBuilder setContainer(ContainerOptions value) {
    this.container = value;
    return this;
  }

  public JobBuilder setImageOptions(ImageOptions value) {
    this.imageOptions = value;
    return this;
  }

  /** The job as collected, with the id as given: hashes are {@link JobHash}'s business. */
  public Job build() {
    return new Job(
        id,
        image,
        hostname,
        created,
        command,
        env,
        resources,
        ports,
        registration,
        gracePeriod,
        volumes,
        expires,
        registrationDomain,
        creatingUser,
        token,
        healthCheck,
        securityOpt,
        networkMode,
        metadata,
        addCapabilities,
        dropCapabilities,
        labels,
        secondsToWaitBeforeKill,
        ramdisks,
        rolloutOptions,
        runtime,
        container,
        imageOptions);
  }
}
