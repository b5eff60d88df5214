package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.cli.reference.JobReference;
import io.helios.cli.stream.JobSight;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.cli.text.TaskText;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows a job's state on its hosts again and again. */
final class WatchCommand implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** A job on one target, and the hosts to show it on. */
  record Watched(Invocation invocation, JobId job, List<String> hosts, boolean exact) {}

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public String help() {
    return "watch a job's state on its hosts until interrupted";
  }

  @Override
  public String example() {
    return "helios watch web:1";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    parser.addArgument("hosts").nargs("*").metavar("HOST").help("only hosts whose names start so");
    parser
        .addArgument("--exact")
        .action(Arguments.storeTrue())
        .help("show exactly the named hosts, also those without a state");
    declareInterval(parser);
  }

  static void declareInterval(Subparser parser) {
    parser
        .addArgument("--interval")
        .type(Integer.class)
        .setDefault(1)
        .metavar("SECONDS")
        .help("between two looks while watching (default: 1)");
  }

  @Override
  public Outcome run(Invocation invocation) {
    watch(List.of(watched(invocation)));
    return Outcome.change(true, Map.of());
  }

  @Override
  public Optional<Outcome> runTogether(List<Invocation> invocations) {
    watch(invocations.stream().map(WatchCommand::watched).toList());
    return Optional.of(Outcome.change(true, Map.of()));
  }

  private static Watched watched(Invocation invocation) {
    if (invocation.json()) {
      throw new CliError("watch has no JSON form; use 'helios status --json'");
    }
    check(invocation);
    JobId job = JobReference.resolve(invocation, invocation.options().required("job")).id();
    List<String> typed = invocation.options().all("hosts");
    boolean exact = invocation.options().flag("exact");
    List<String> hosts = exact ? HostReference.resolve(invocation, typed) : typed;
    return new Watched(invocation, job, hosts, exact);
  }

  /** Checked before anything is changed. */
  static void check(Invocation invocation) {
    interval(invocation);
  }

  /** Checked. */
  static Duration interval(Invocation invocation) {
    int seconds = invocation.options().number("interval").orElse(1);
    if (seconds <= 0) {
      throw new CliError("--interval must be more than 0 seconds, but is " + seconds);
    }
    return Duration.ofSeconds(seconds);
  }

  /** A line between two looks. */
  static String rule(Instant now) {
    return "-".repeat(20) + " [" + TIME.format(now) + "] " + "-".repeat(20);
  }

  /** Until interrupted, or until nobody reads any more. */
  static void watch(List<Watched> all) {
    List<JobSight> sights = new ArrayList<>();
    try {
      all.forEach(watched -> sights.add(JobSight.of(watched.invocation(), watched.job())));
      sights.forEach(JobSight::awaitBeginning);
      watch(all, sights);
    } finally {
      sights.forEach(JobSight::close);
    }
  }

  private static void watch(List<Watched> all, List<JobSight> sights) {
    Invocation first = all.get(0).invocation();
    Duration interval = interval(first);
    PrintStream out = first.setting().out();
    out.println("Control-C to stop");
    while (!out.checkError()) {
      out.println(rule(first.setting().clock().instant()));
      for (int i = 0; i < all.size(); i++) {
        Watched watched = all.get(i);
        if (all.size() > 1) {
          out.println(watched.invocation().target());
        }
        List<String> lines = table(watched, sights.get(i)).lines();
        lines.forEach(out::println);
        if (lines.size() == 1) {
          out.println("(on no such host)");
        }
      }
      try {
        first.setting().pause().of(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Table table(Watched watched, JobSight sight) {
    Map<String, Optional<TaskReport>> reports =
        sight.look().orElseThrow(() -> new CliError("The job " + watched.job() + " was removed"));
    Table table = new Table("JOB", "HOST", "STATE", "THROTTLED?");
    Set<String> hosts = new TreeSet<>(reports.keySet());
    if (watched.exact()) {
      hosts = new TreeSet<>(watched.hosts());
    } else if (!watched.hosts().isEmpty()) {
      hosts.removeIf(host -> watched.hosts().stream().noneMatch(host::startsWith));
    }
    Instant now = watched.invocation().setting().clock().instant();
    for (String host : hosts) {
      Optional<TaskReport> report = reports.getOrDefault(host, Optional.empty());
      table.row(
          watched.job().toShortString(),
          HostText.text(host, watched.invocation().setting().searchDomains(), false),
          report.isEmpty() ? "UNKNOWN" : report.get().state(),
          report.isEmpty() ? "" : why(report.get(), now));
    }
    return table;
  }

  private static String why(TaskReport report, Instant now) {
    String reason = TaskText.reason(report, now);
    return report.throttled() + (reason.isEmpty() ? "" : " " + reason);
  }
}
