package io.helios.cli.text;

import io.helios.model.job.PortMapping;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
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

  /** For example {@code RUNNING} or {@code FAILED (IMAGE_MISSING)}. */
  public static String state(TaskReport report) {
    return report.throttled() == ThrottleState.NO
        ? report.state().toString()
        : report.state() + " (" + report.throttled() + ")";
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
    Integer exitCode = report.exitCode();
    boolean told = parts.stream().anyMatch(part -> part.contains("exited with code"));
    boolean ended =
        switch (report.state()) {
          case EXITED, FAILED -> true;
          default -> false;
        };
    if (exitCode != null && ended && !told) {
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
