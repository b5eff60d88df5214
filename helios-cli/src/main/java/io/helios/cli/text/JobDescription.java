package io.helios.cli.text;

import io.helios.model.job.Job;
import io.helios.model.job.Resources;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A job for people: one labelled line per part, further entries of a part under the first. */
public final class JobDescription {
  private static final String HIDDEN = "(hidden, see --show-token)";

  private final DateTimeFormatter dates;
  private final boolean showToken;

  public JobDescription(ZoneId zone, boolean showToken) {
    this.dates =
        DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH).withZone(zone);
    this.showToken = showToken;
  }

  public List<String> lines(Job job) {
    List<String> lines = new ArrayList<>();
    add(lines, "Id", job.id());
    add(lines, "Image", job.image());
    add(
        lines,
        "Created",
        job.created() == null ? null : dates.format(Instant.ofEpochMilli(job.created())));
    add(lines, "Expires", job.expires() == null ? "never" : dates.format(job.expires()));
    add(lines, "Hostname", job.hostname());
    add(
        lines,
        "Command",
        job.command().stream().map(JobText::quoted).collect(Collectors.joining(", ", "[", "]")));
    add(lines, "Env", pairs(job.env()));
    add(
        lines,
        "Health check",
        job.healthCheck() == null ? null : JobText.healthCheck(job.healthCheck()));
    add(lines, "Grace period (seconds)", job.gracePeriod());
    add(lines, "Time to wait before kill (seconds)", job.secondsToWaitBeforeKill());
    add(lines, "Metadata", pairs(job.metadata()));
    add(lines, "Ports", entries(job.ports(), (name, port) -> name + "=" + JobText.port(port)));
    add(lines, "Reg", entries(job.registration(), JobText::registration));
    if (!job.registrationDomain().isEmpty()) {
      add(lines, "Registration domain", job.registrationDomain());
    }
    add(lines, "Security options", job.securityOpt());
    add(lines, "Network mode", job.networkMode());
    add(lines, "Token", secret(job.token()));
    add(lines, "Volumes", entries(job.volumes(), (path, source) -> source + ":" + path));
    add(lines, "Add capabilities", String.join(", ", job.addCapabilities()));
    add(lines, "Drop capabilities", String.join(", ", job.dropCapabilities()));
    addMore(lines, job);
    return lines;
  }

  /** What the predecessor did not show comes last, and only where there is something. */
  private void addMore(List<String> lines, Job job) {
    if (job.imageOptions().pullPolicy() != null) {
      add(lines, "Pull policy", job.imageOptions().pullPolicy());
    }
    if (job.imageOptions().registryCredentials() != null) {
      add(lines, "Registry credentials", job.imageOptions().registryCredentials());
    }
    add(lines, "Runtime", job.runtime());
    add(
        lines,
        "Rollout options (null means default)",
        job.rolloutOptions() == null
            ? null
            : JobText.rollout(
                job.rolloutOptions(),
                String.valueOf(
                    job.rolloutOptions().token() == null
                        ? null
                        : secret(job.rolloutOptions().token()))));
    if (!job.labels().isEmpty()) {
      add(lines, "Labels", pairs(job.labels()));
    }
    if (job.resources() != null) {
      add(lines, "Resources", resources(job.resources()));
    }
    if (!job.ramdisks().isEmpty()) {
      add(lines, "Ramdisks", entries(job.ramdisks(), (path, options) -> path + ":" + options));
    }
    ContainerText.of(job.container()).forEach((label, text) -> add(lines, label, text));
    if (job.creatingUser() != null) {
      add(lines, "Creating user", job.creatingUser());
    }
  }

  private String secret(String token) {
    return token.isEmpty() || showToken ? token : HIDDEN;
  }

  private static String resources(Resources resources) {
    return "memory: %s, memory and swap: %s, cpu shares: %s, cpuset: %s"
        .formatted(
            resources.memory(), resources.memorySwap(), resources.cpuShares(), resources.cpuset());
  }

  private static String pairs(Map<String, String> map) {
    return JobText.pairs(map, "\n");
  }

  private static <K, V> String entries(Map<K, V> map, BiFunction<K, V, String> entry) {
    return map.entrySet().stream()
        .map(each -> entry.apply(each.getKey(), each.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static void add(List<String> lines, String label, @Nullable Object value) {
    String text = value == null ? "" : value.toString();
    String indent = "\n" + " ".repeat(label.length() + 2);
    for (String line : (label + ": " + text.replace("\n", indent)).split("\n")) {
      lines.add(line.stripTrailing());
    }
  }
}
