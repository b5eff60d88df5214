package io.helios.cli.command;

import io.helios.cli.await.Awaited;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.cli.reference.JobReference;
import io.helios.model.job.JobId;
import io.helios.model.task.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Takes a job off hosts. */
final class UndeployCommand implements Command {
  @Override
  public String name() {
    return "undeploy";
  }

  @Override
  public String help() {
    return "undeploy a job from hosts";
  }

  @Override
  public String example() {
    return "helios undeploy web:1 host1 --wait";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    JobArguments.hosts(parser, "*");
    JobArguments.token(parser);
    parser
        .addArgument("-a", "--all")
        .action(Arguments.storeTrue())
        .help("from every host it is deployed to");
    JobArguments.yes(parser);
    JobArguments.waiting(parser, "its containers are gone");
  }

  @Override
  public Outcome run(Invocation invocation) {
    List<String> typed = invocation.options().all("hosts");
    boolean everywhere = invocation.options().flag("all");
    if (typed.isEmpty() && !everywhere) {
      throw new CliError("Please either specify a list of hosts or use the -a/--all flag.");
    }
    WaitOption.check(invocation);
    JobId job = JobReference.resolve(invocation, invocation.options().required("job")).id();
    List<String> hosts =
        everywhere ? deployedTo(invocation, job) : HostReference.resolve(invocation, typed);
    if (hosts.isEmpty()) {
      invocation.say(job + " is not currently deployed on any hosts.");
      return Outcome.change(true, List.of());
    }
    if (everywhere
        && !invocation.options().flag("yes")
        && !invocation.confirm("This will undeploy " + job + " from " + hosts)) {
      return Outcome.change(false, Map.of("status", "DECLINED"));
    }
    String token = invocation.options().required("token");
    invocation.say("Undeploying " + job + " from " + hosts);
    PerHost.Outcomes outcomes =
        PerHost.of(
            invocation, invocation.client().undeploy(job, hosts, token), Explanations::undeploy);
    return WaitOption.after(invocation, job, Awaited.GONE, outcomes);
  }

  private static List<String> deployedTo(Invocation invocation, JobId job) {
    Optional<JobStatus> status = invocation.get(invocation.client().jobStatus(job));
    return status.map(known -> List.copyOf(known.deployments().keySet())).orElse(List.of());
  }
}
