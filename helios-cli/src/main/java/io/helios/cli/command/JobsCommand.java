package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.JobText;
import io.helios.cli.text.Table;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.JobStatus;
import java.util.Map;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Lists jobs. */
final class JobsCommand implements Command {
  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public String help() {
    return "list jobs";
  }

  @Override
  public String example() {
    return "helios jobs -y";
  }

  @Override
  public void declare(Subparser parser) {
    parser
        .addArgument("pattern")
        .nargs("?")
        .metavar("PATTERN")
        .help("only jobs whose id contains this");
    JobArguments.full(parser);
    parser.addArgument("-q").action(Arguments.storeTrue()).help("only full ids, one per line");
    parser
        .addArgument("-y")
        .dest("deployed")
        .action(Arguments.storeTrue())
        .help("only jobs that are deployed");
  }

  @Override
  public Outcome run(Invocation invocation) {
    String pattern = invocation.options().text("pattern").orElse("");
    boolean quiet = invocation.options().flag("q");
    boolean onlyDeployed = invocation.options().flag("deployed");
    Map<JobId, Job> jobs =
        new TreeMap<>(
            pattern.isEmpty()
                ? invocation.get(invocation.client().jobs())
                : invocation.get(invocation.client().jobs(pattern)));
    if (jobs.isEmpty() && !pattern.isEmpty()) {
      if (!quiet) {
        invocation.complain("job pattern " + pattern + " matched no jobs");
      }
      return Outcome.listing(1, Map.of());
    }
    boolean statusesNeeded = onlyDeployed || (!quiet && !invocation.json());
    Map<JobId, JobStatus> statuses =
        !statusesNeeded || jobs.isEmpty()
            ? Map.of()
            : invocation.get(invocation.client().jobStatuses(jobs.keySet()));
    if (onlyDeployed) {
      jobs.keySet().removeIf(id -> deployments(statuses, id) == 0);
    }
    if (quiet) {
      jobs.keySet().forEach(id -> invocation.say(id.toString()));
      return Outcome.listing(0, jobs.keySet());
    }
    table(invocation, jobs, statuses).lines().forEach(invocation::say);
    if (jobs.isEmpty()) {
      invocation.advise(
          onlyDeployed
              ? "No such job is deployed; 'helios deploy JOB HOST' deploys one."
              : "There are no jobs yet; 'helios create NAME:VERSION IMAGE' makes one.");
    }
    return Outcome.listing(0, jobs);
  }

  private static Table table(
      Invocation invocation, Map<JobId, Job> jobs, Map<JobId, JobStatus> statuses) {
    boolean full = invocation.options().flag("full");
    Table table = new Table("JOB ID", "NAME", "VERSION", "HOSTS", "COMMAND", "ENVIRONMENT");
    jobs.forEach(
        (id, job) ->
            table.row(
                full ? id.toString() : id.toShortString(),
                id.name(),
                String.valueOf(id.version()),
                deployments(statuses, id),
                JobText.command(job.command()),
                JobText.pairs(job.env(), " ")));
    return table;
  }

  private static int deployments(Map<JobId, JobStatus> statuses, JobId id) {
    JobStatus status = statuses.get(id);
    return status == null ? 0 : status.deployments().size();
  }
}
