package io.helios.cli.text;

import io.helios.model.host.AgentInfo;
import io.helios.model.host.DockerVersion;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostStatus;
import io.helios.model.task.State;
import io.helios.model.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One line of the list of hosts. */
public final class HostRow {
  /** The columns. */
  public static final List<String> HEADINGS =
      List.of(
          "HOST",
          "STATUS",
          "DEPLOYED",
          "RUNNING",
          "CPUS",
          "MEM",
          "LOAD AVG",
          "MEM USAGE",
          "OS",
          "HELIOS",
          "DOCKER",
          "LABELS");

  private HostRow() {}

  public static Object[] cells(String name, HostStatus host, Instant now) {
    HostInfo info = host.hostInfo();
    AgentInfo agent = host.agentInfo();
    return new Object[] {
      name,
      status(host, now),
      host.jobs().size(),
      running(host),
      info == null ? "" : info.cpus(),
      info == null ? "" : (info.memoryTotalBytes() >> 30) + " gb",
      info == null ? "" : twoDecimals(info.loadAvg()),
      info == null ? "" : memoryUsage(info),
      info == null ? "" : text(info.osName()) + " " + text(info.osVersion()),
      agent == null ? "" : text(agent.version()),
      info == null || info.dockerVersion() == null ? "" : docker(info.dockerVersion()),
      JobText.pairs(host.labels(), ", ")
    };
  }

  private static String status(HostStatus host, Instant now) {
    boolean up = host.status() == HostStatus.Status.UP;
    String word = up ? "Up" : "Down";
    AgentInfo agent = host.agentInfo();
    if (agent != null) {
      long since = up ? agent.startTime() : agent.startTime() + agent.uptime();
      word += " " + Spans.text(Duration.between(Instant.ofEpochMilli(since), now));
    }
    Map<String, String> troubles = troubles(host);
    return troubles.isEmpty() ? word : word + " (" + String.join(", ", troubles.keySet()) + ")";
  }

  /**
   * What keeps the host from working as it should, by name; of one that is down little is known.
   */
  public static Map<String, String> troubles(HostStatus host) {
    Map<String, String> troubles = new TreeMap<>();
    if (host.status() == HostStatus.Status.UP) {
      troubles.putAll(host.conditions());
    }
    if (host.cordon() != null) {
      String words = host.cordon().describe().replaceFirst("^cordoned:? ?", "");
      troubles.put("cordoned", words.isEmpty() ? "nothing new is deployed there" : words);
    }
    return troubles;
  }

  private static long running(HostStatus host) {
    return host.jobs().keySet().stream()
        .map(host.statuses()::get)
        .filter(Objects::nonNull)
        .map(TaskStatus::state)
        .filter(state -> state == State.RUNNING)
        .count();
  }

  private static String memoryUsage(HostInfo info) {
    if (info.memoryTotalBytes() <= 0) {
      return "";
    }
    double used = info.memoryTotalBytes() - info.memoryFreeBytes();
    return twoDecimals(used / info.memoryTotalBytes());
  }

  private static String docker(DockerVersion version) {
    return text(version.version()) + " (" + text(version.apiVersion()) + ")";
  }

  private static String twoDecimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
