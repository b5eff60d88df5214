package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param container what the predecessor's jobs could not say; flat on the wire
 * @param imageOptions how the image is fetched; flat on the wire
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
    @Nullable String runtime,
    @JsonUnwrapped ContainerOptions container,
    @JsonUnwrapped ImageOptions imageOptions) {

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
    container = container == null ? ContainerOptions.NONE : container;
    imageOptions = imageOptions == null ? ImageOptions.NONE : imageOptions;
  }

  /** A builder for a job of that name and version. */
  public static JobBuilder newBuilder(String name, String version) {
    return new JobBuilder(new JobId(name, version, null));
  }

  /** A builder that starts from this job. */
  public JobBuilder toBuilder() {
    return new JobBuilder(this);
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
