package io.helios.model.job;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.helios.model.json.Contents;
import io.helios.model.json.DateText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable description of what to run. Absent collections are empty, absent {@code token} and
 * {@code registrationDomain} are empty text; everything else absent is null. That a job could be
 * read does not make it valid: see {@link JobValidator}.
 *
 * @param id name, version and, once created, hash
 * @param created epoch milliseconds, set by the master
 * @param creatingUser set by the master
 * @param gracePeriod seconds between deregistration and stop
 * @param volumes container path (with optional {@code :ro}) to host path or volume name; an empty
 *     value is an anonymous volume
 * @param expires when the job and its deployments are reaped
 * @param secondsToWaitBeforeKill between SIGTERM and SIGKILL; null means 120
 * @param ramdisks mount point to tmpfs options
 */
public record Job(
    JobId id,
    @Nullable String image,
    @Nullable String hostname,
    @Nullable Long created,
    List<String> command,
    Map<String, String> env,
    @Nullable Resources resources,
    Map<String, PortMapping> ports,
    @JsonDeserialize(keyUsing = RegistrationKey.class)
        Map<ServiceEndpoint, ServicePorts> registration,
    @Nullable Integer gracePeriod,
    Map<String, String> volumes,
    @JsonSerialize(using = DateText.Serializer.class)
        @JsonDeserialize(using = DateText.Deserializer.class)
        @Nullable Instant expires,
    String registrationDomain,
    @Nullable String creatingUser,
    String token,
    @Nullable HealthCheck healthCheck,
    List<String> securityOpt,
    @Nullable String networkMode,
    Map<String, String> metadata,
    @JsonDeserialize(as = LinkedHashSet.class) Set<String> addCapabilities,
    @JsonDeserialize(as = LinkedHashSet.class) Set<String> dropCapabilities,
    Map<String, String> labels,
    @Nullable Integer secondsToWaitBeforeKill,
    Map<String, String> ramdisks,
    @Nullable RolloutOptions rolloutOptions,
    @Nullable String runtime) {

  @SuppressWarnings("ConstantValue") // JSON may leave anything out.
  public Job {
    command = Contents.list("command", command);
    env = Contents.map("env", env);
    ports = Contents.map("ports", ports);
    registration = Contents.map("registration", registration);
    volumes = Contents.map("volumes", volumes);
    // Milliseconds are what the wire and the hash know.
    expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MILLIS);
    registrationDomain = registrationDomain == null ? "" : registrationDomain;
    token = token == null ? "" : token;
    securityOpt = Contents.list("securityOpt", securityOpt);
    metadata = Contents.map("metadata", metadata);
    addCapabilities = Contents.set("addCapabilities", addCapabilities);
    dropCapabilities = Contents.set("dropCapabilities", dropCapabilities);
    labels = Contents.map("labels", labels);
    ramdisks = Contents.map("ramdisks", ramdisks);
  }

  /** A builder for a job of that name and version. */
  public static Builder newBuilder(String name, String version) {
    return new Builder(new JobId(name, version, null));
  }

  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.image = image;
    builder.hostname = hostname;
    builder.created = created;
    builder.command = command;
    builder.env = env;
    builder.resources = resources;
    builder.ports = ports;
    builder.registration = registration;
    builder.gracePeriod = gracePeriod;
    builder.volumes = volumes;
    builder.expires = expires;
    builder.registrationDomain = registrationDomain;
    builder.creatingUser = creatingUser;
    builder.token = token;
    builder.healthCheck = healthCheck;
    builder.securityOpt = securityOpt;
    builder.networkMode = networkMode;
    builder.metadata = metadata;
    builder.addCapabilities = addCapabilities;
    builder.dropCapabilities = dropCapabilities;
    builder.labels = labels;
    builder.secondsToWaitBeforeKill = secondsToWaitBeforeKill;
    builder.ramdisks = ramdisks;
    builder.rolloutOptions = rolloutOptions;
    builder.runtime = runtime;
    return builder;
  }

  /** Collects the parts of a job; what is not set stays at its default. */
  public static final class Builder {
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

    private Builder(JobId id) {
      this.id = id;
    }

    public Builder setId(JobId value) {
      this.id = value;
      return this;
    }

    public Builder setImage(@Nullable String value) {
      this.image = value;
      return this;
    }

    public Builder setHostname(@Nullable String value) {
      this.hostname = value;
      return this;
    }

    public Builder setCreated(@Nullable Long value) {
      this.created = value;
      return this;
    }

    public Builder setCommand(List<String> value) {
      this.command = value;
      return this;
    }

    public Builder setEnv(Map<String, String> value) {
      this.env = value;
      return this;
    }

    public Builder setResources(@Nullable Resources value) {
      this.resources = value;
      return this;
    }

    public Builder setPorts(Map<String, PortMapping> value) {
      this.ports = value;
      return this;
    }

    public Builder setRegistration(Map<ServiceEndpoint, ServicePorts> value) {
      this.registration = value;
      return this;
    }

    public Builder setGracePeriod(@Nullable Integer value) {
      this.gracePeriod = value;
      return this;
    }

    public Builder setVolumes(Map<String, String> value) {
      this.volumes = value;
      return this;
    }

    public Builder setExpires(@Nullable Instant value) {
      this.expires = value;
      return this;
    }

    public Builder setRegistrationDomain(String value) {
      this.registrationDomain = value;
      return this;
    }

    public Builder setCreatingUser(@Nullable String value) {
      this.creatingUser = value;
      return this;
    }

    public Builder setToken(String value) {
      this.token = value;
      return this;
    }

    public Builder setHealthCheck(@Nullable HealthCheck value) {
      this.healthCheck = value;
      return this;
    }

    public Builder setSecurityOpt(List<String> value) {
      this.securityOpt = value;
      return this;
    }

    public Builder setNetworkMode(@Nullable String value) {
      this.networkMode = value;
      return this;
    }

    public Builder setMetadata(Map<String, String> value) {
      this.metadata = value;
      return this;
    }

    public Builder setAddCapabilities(Set<String> value) {
      this.addCapabilities = value;
      return this;
    }

    public Builder setDropCapabilities(Set<String> value) {
      this.dropCapabilities = value;
      return this;
    }

    public Builder setLabels(Map<String, String> value) {
      this.labels = value;
      return this;
    }

    public Builder setSecondsToWaitBeforeKill(@Nullable Integer value) {
      this.secondsToWaitBeforeKill = value;
      return this;
    }

    public Builder setRamdisks(Map<String, String> value) {
      this.ramdisks = value;
      return this;
    }

    public Builder setRolloutOptions(@Nullable RolloutOptions value) {
      this.rolloutOptions = value;
      return this;
    }

    public Builder setRuntime(@Nullable String value) {
      this.runtime = value;
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
          runtime);
    }
  }

  /** Reads {@code name/protocol} keys. */
  static final class RegistrationKey extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) throws IOException {
      try {
        return ServiceEndpoint.parse(key);
      } catch (IllegalArgumentException e) {
        throw context.weirdKeyException(ServiceEndpoint.class, key, "expected name/protocol");
      }
    }
  }
}
