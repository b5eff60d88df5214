package io.helios.model.job;

import io.helios.model.json.DateText;
import io.helios.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rules a job breaks. All rules are looked at and every breach is told, in words for the
 * job's author; no message means the job is valid.
 */
public final class JobValidator {
  /** Bytes of JSON that one job may take, because it is stored as one node. */
  public static final int LARGEST_JOB = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-_.]+");
  private static final Pattern HOSTNAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final @Nullable Set<String> allowedCapabilities;

  private JobValidator(@Nullable Set<String> allowedCapabilities) {
    this.allowedCapabilities = allowedCapabilities;
  }

  /** For clients: everything but the hash and the capabilities, which only a master can judge. */
  public static JobValidator forClients() {
    return new JobValidator(null);
  }

  /**
   * For masters: everything; the job must already be identified ({@link JobHash#identify}).
   *
   * @param allowedCapabilities Linux capabilities that jobs may add
   */
  public static JobValidator forMasters(Set<String> allowedCapabilities) {
    return new JobValidator(Set.copyOf(allowedCapabilities));
  }

  /** The messages, in the order of the rules; empty when the job is valid. */
  public Set<String> validate(Job job, Instant now) {
    Set<String> problems = new LinkedHashSet<>();
    id(job, problems::add);
    image(job, problems::add);
    job.imageOptions().check(problems::add);
    hostname(job.hostname(), problems::add);
    PortRules.check(job, problems::add);
    HealthRules.check(job, problems::add);
    MountRules.check(job, problems::add);
    expiry(job.expires(), now, problems::add);
    networkMode(job.networkMode(), problems::add);
    ContainerRules.check(job, problems::add);
    RolloutRules.inJob(job.rolloutOptions(), problems::add);
    capabilities(job.addCapabilities(), problems::add);
    privilege(job.container(), problems::add);
    size(job, problems::add);
    return Collections.unmodifiableSet(problems);
  }

  @SuppressWarnings("ConstantValue") // A job that was read from JSON may lack its id.
  private void id(Job job, Consumer<String> problems) {
    JobId id = job.id();
    if (id == null) {
      problems.accept("Job id was not specified.");
      return;
    }
    if (isEmpty(id.name())) {
      problems.accept("Job name was not specified.");
    } else if (!NAME.matcher(id.name()).matches()) {
      problems.accept("Job name may only contain [0-9a-zA-Z-_.] in job name [" + id.name() + "].");
    }
    String version = id.version();
    if (version == null || version.isEmpty()) {
      problems.accept("Job version was not specified in job id [" + id + "].");
    } else if (!NAME.matcher(version).matches()) {
      problems.accept(
          "Job version may only contain [0-9a-zA-Z-_.] in job version [" + version + "].");
    }
    hash(job, id, problems);
  }

  private void hash(Job job, JobId id, Consumer<String> problems) {
    String hash = id.hash();
    boolean master = allowedCapabilities != null;
    if (hash == null || hash.isEmpty()) {
      if (master) {
        problems.accept("Job hash was not specified in job id [" + id + "].");
      }
      return;
    }
    if (hash.indexOf(':') >= 0) {
      problems.accept("Job hash contains colon in job id [" + id + "].");
    }
    if (master && !JobHash.matches(job)) {
      JobHash.of(job)
          .ifPresent(computed -> problems.accept("Id hash mismatch: " + hash + " != " + computed));
    }
  }

  private static void image(Job job, Consumer<String> problems) {
    String image = job.image();
    if (image == null) {
      problems.accept("Image was not specified.");
    } else {
      ImageReference.problems(image).forEach(problems);
    }
  }

  private static void hostname(@Nullable String hostname, Consumer<String> problems) {
    if (!isEmpty(hostname) && !HOSTNAME.matcher(hostname).matches()) {
      problems.accept(
          "Invalid hostname ("
              + hostname
              + "), only [a-z0-9][a-z0-9-] are allowed, size between 1 and 63");
    }
  }

  private static void expiry(@Nullable Instant expires, Instant now, Consumer<String> problems) {
    if (expires != null && expires.isBefore(now)) {
      problems.accept(
          "Job expires in the past - "
              + DateText.format(expires)
              + " is before "
              + DateText.format(now));
    }
  }

  private static void networkMode(@Nullable String mode, Consumer<String> problems) {
    boolean known =
        mode == null
            || mode.equals("bridge")
            || mode.equals("host")
            || mode.startsWith("container:");
    if (!known) {
      problems.accept(
          "A Docker container's network mode must be bridge, host, or container:<name|id>.");
    }
  }

  private void capabilities(Set<String> added, Consumer<String> problems) {
    if (allowedCapabilities == null) {
      return;
    }
    Set<String> refused = new LinkedHashSet<>(added);
    refused.removeAll(allowedCapabilities);
    if (!refused.isEmpty()) {
      problems.accept(
          "The following Linux capabilities aren't allowed by the Helios master: '"
              + String.join(", ", refused)
              + "'. The allowed capabilities are: '"
              + String.join(", ", allowedCapabilities.stream().sorted().toList())
              + "'.");
    }
  }

  /** A privileged container has every capability, whatever else the job says. */
  private void privilege(ContainerOptions options, Consumer<String> problems) {
    boolean wanted = Boolean.TRUE.equals(options.hostConfig().get(HostConfigKeys.PRIVILEGED));
    if (wanted && allowedCapabilities != null && !allowedCapabilities.contains("ALL")) {
      problems.accept(
          "hostConfig cannot have the key 'Privileged': it gives all Linux capabilities, which"
              + " the Helios master does not allow. A master that allows the capability ALL"
              + " would.");
    }
  }

  private static void size(Job job, Consumer<String> problems) {
    String stored = Json.text(job);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(stored)) {
      problems.accept("Job cannot be stored: it contains text that is not valid Unicode.");
      return;
    }
    int size = stored.getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST_JOB) {
      problems.accept(
          "Job definition is too large: "
              + size
              + " bytes of JSON, "
              + LARGEST_JOB
              + " at most. Shorten env, metadata or command, or mount a file instead.");
    }
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
