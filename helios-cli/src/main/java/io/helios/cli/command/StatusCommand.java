package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.cli.text.TaskText;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.JobStatus;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Lists what is deployed where and how it fares. */
final class StatusCommand implements Command {
  @Override
  public String name() {
    return "status";
  }

  @Override
  public String help() {
    return "show what is deployed where and how it fares";
  }

  @Override
  public String example() {
    return "helios status -j web";
  }

  @Override
  public void declare(Subparser parser) {
    parser.addArgument("-j", "--job").metavar("JOB").help("only jobs whose id contains this");
    parser
        .addArgument("--host")
        .metavar("PATTERN")
        .help("only hosts in whose name this regular expression is found");
    JobArguments.full(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    String job = invocation.options().text("job").orElse("");
    String hostPattern = invocation.options().text("host").orElse("");
    Predicate<String> hosts = matcher(hostPattern);
    Map<JobId, Job> jobs = invocation.get(invocation.client().jobs(job, hostPattern));
    if (jobs.isEmpty() && hostPattern.isEmpty() && !job.isEmpty()) {
      invocation.complain("job id matcher \"" + job + "\" matched no jobs");
      return Outcome.listing(1, Map.of());
    }
    Map<JobId, JobStatus> statuses = new TreeMap<>();
    if (!jobs.isEmpty()) {
      invocation
          .get(invocation.client().jobStatuses(jobs.keySet()))
          .forEach((id, status) -> statuses.put(id, only(status, hosts)));
    }
    if (!hostPattern.isEmpty()) {
      statuses.values().removeIf(status -> hostsOf(status).isEmpty());
      if (statuses.isEmpty()) {
        invocation.complain(
            "There are no jobs deployed to hosts with the host pattern '" + hostPattern + "'");
        invocation.complain(
            "Run 'helios hosts " + hostPattern + "' to check that your host exists and is up");
        return Outcome.listing(1, Map.of());
      }
    }
    List<String> lines = table(invocation, statuses);
    lines.forEach(invocation::say);
    if (lines.size() == 1) {
      invocation.advise(
          jobs.isEmpty()
              ? "There are no jobs yet; 'helios create NAME:VERSION IMAGE' makes one."
              : "Nothing is deployed; 'helios deploy JOB HOST' deploys a job, 'helios jobs' lists"
                  + " what there is.");
    }
    return Outcome.listing(0, statuses);
  }

  private static List<String> table(Invocation invocation, Map<JobId, JobStatus> statuses) {
    boolean full = invocation.options().flag("full");
    List<List<String>> rows = new ArrayList<>();
    statuses.forEach(
        (id, status) -> {
          for (String host : hostsOf(status)) {
            rows.add(
                row(
                    full ? id.toString() : id.toShortString(),
                    HostText.text(host, invocation.setting().searchDomains(), full),
                    status.deployments().get(host),
                    status.taskStatuses().get(host),
                    full,
                    invocation.setting().clock().instant()));
          }
        });
    // Only where there is something to explain.
    boolean reasons = rows.stream().anyMatch(row -> !row.get(row.size() - 1).isEmpty());
    Table table =
        reasons
            ? new Table("JOB ID", "HOST", "GOAL", "STATE", "CONTAINER ID", "PORTS", "ERROR")
            : new Table("JOB ID", "HOST", "GOAL", "STATE", "CONTAINER ID", "PORTS");
    rows.forEach(row -> table.row((reasons ? row : row.subList(0, row.size() - 1)).toArray()));
    return table.lines();
  }

  private static List<String> row(
      String job,
      String host,
      @Nullable Deployment deployment,
      @Nullable TaskStatus status,
      boolean full,
      Instant now) {
    String goal = deployment == null ? "" : String.valueOf(deployment.goal());
    if (status == null) {
      return List.of(job, host, goal, "", "", "", "");
    }
    TaskReport report = status.report();
    return List.of(
        job,
        host,
        goal,
        TaskText.state(report, now),
        TaskText.container(report.containerId(), full),
        TaskText.ports(report.ports()),
        TaskText.reason(report));
  }

  private static Set<String> hostsOf(JobStatus status) {
    Set<String> hosts = new TreeSet<>(status.deployments().keySet());
    hosts.addAll(status.taskStatuses().keySet());
    return hosts;
  }

  private static JobStatus only(JobStatus status, Predicate<String> hosts) {
    return new JobStatus(
        status.job(), only(status.taskStatuses(), hosts), only(status.deployments(), hosts));
  }

  private static <V> Map<String, V> only(Map<String, V> map, Predicate<String> hosts) {
    return map.entrySet().stream()
        .filter(entry -> hosts.test(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Predicate<String> matcher(String hostPattern) {
    try {
      return Pattern.compile(hostPattern).asPredicate();
    } catch (PatternSyntaxException e) {
      throw new CliError("Invalid host pattern '" + hostPattern + "': " + e.getDescription(), e);
    }
  }
}
