package io.helios.cli.text;

import io.helios.model.job.PortMapping;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an agent says of a task, in columns and in words. */
public final class TaskText {
  private static final int SHORT_CONTAINER_ID = 7;

  private static final Pattern LONG_ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

  private TaskText() {}

  /** For example {@code RUNNING}, {@code FAILED (IMAGE_MISSING)} or {@code RUNNING (UNHEALTHY)}. */
  public static String state(TaskReport report) {
    return withFacts(report, remarks(report));
  }

  /**
   * The same with what is known of ends and tries, for example {@code EXITED (FLAPPING, code 1, 14
   * restarts, next try in 12 s)}.
   */
  public static String state(TaskReport report, Instant now) {
    List<String> facts = remarks(report);
    if (report.state() == State.EXITED && report.exitCode() != null) {
      facts.add("code " + report.exitCode());
      if (Boolean.TRUE.equals(report.oomKilled())) {
        facts.add("out of memory");
      }
    }
    facts.addAll(tries(report, now));
    return withFacts(report, facts);
  }

  private static String withFacts(TaskReport report, List<String> facts) {
    return facts.isEmpty()
        ? report.state().toString()
        : report.state() + " (" + String.join(", ", facts) + ")";
  }

  private static List<String> remarks(TaskReport report) {
    List<String> remarks = new ArrayList<>();
    if (report.throttled() != ThrottleState.NO) {
      remarks.add(report.throttled().toString());
    }
    if (report.health() == HealthState.UNHEALTHY) {
      remarks.add(report.health().toString());
    }
    return remarks;
  }

  private static List<String> tries(TaskReport report, Instant now) {
    List<String> tries = new ArrayList<>();
    Integer restarts = report.restarts();
    if (restarts != null) {
      tries.add(restarts == 1 ? "1 restart" : restarts + " restarts");
    }
    Long nextTry = report.nextTry();
    if (nextTry != null) {
      long seconds = (nextTry - now.toEpochMilli() + 999) / 1000;
      tries.add(seconds > 0 ? "next try in " + seconds + " s" : "next try is due");
    }
    return tries;
  }

  public static String container(@Nullable String id, boolean full) {
    if (id == null) {
      return "";
    }
    return full ? id : shortened(id);
  }

  private static String shortened(String id) {
    return id.length() <= SHORT_CONTAINER_ID ? id : id.substring(0, SHORT_CONTAINER_ID);
  }

  /** For example {@code http=80:24229 stats=9090:24230}. */
  public static String ports(Map<String, PortMapping> ports) {
    return ports.entrySet().stream()
        .map(port -> port.getKey() + "=" + inside(port.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String inside(PortMapping port) {
    return port.externalPort() == null
        ? Integer.toString(port.internalPort())
        : port.internalPort() + ":" + port.externalPort();
  }

  /** {@link #reason(TaskReport)} with the tries so far, as it was at that time. */
  public static String reason(TaskReport report, Instant then) {
    List<String> parts = new ArrayList<>();
    String reason = reason(report);
    if (!reason.isEmpty()) {
      parts.add(reason);
    }
    if (hasEnded(report)) {
      parts.addAll(tries(report, then));
    }
    return String.join("; ", parts);
  }

  private static boolean hasEnded(TaskReport report) {
    return report.state() == State.EXITED || report.state() == State.FAILED;
  }

  /**
   * Why the task is where it is, with container ids as the tables show them; empty when there is
   * nothing to say.
   */
  public static String reason(TaskReport report) {
    List<String> parts = new ArrayList<>();
    if (report.waitingFor() != null) {
      parts.add("waiting for " + report.waitingFor());
    }
    if (!report.containerError().isBlank()) {
      parts.add(
          LONG_ID.matcher(report.containerError().strip()).replaceAll(id -> shortened(id.group())));
    }
    String health = report.healthReason();
    if (health != null && report.health() == HealthState.UNHEALTHY) {
      parts.add("unhealthy: " + health.strip());
    }
    Integer exitCode = report.exitCode();
    boolean told = parts.stream().anyMatch(part -> part.contains("exited with code"));
    if (exitCode != null && hasEnded(report) && !told) {
      parts.add("last exit code " + exitCode);
    }
    if (report.registrationError() != null) {
      parts.add("services: " + report.registrationError());
    }
    if (Boolean.TRUE.equals(report.orphaned())) {
      parts.add("orphaned: no deployment asks for it");
    }
    return String.join("; ", parts);
  }
}
