package io.helios.cli.command;

import io.helios.cli.await.Awaited;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.cli.reference.JobReference;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Deploys a job to hosts. */
final class DeployCommand implements Command {
  @Override
  public String name() {
    return "deploy";
  }

  @Override
  public String help() {
    return "deploy a job to hosts";
  }

  @Override
  public String example() {
    return "helios deploy web:1 host1 host2 --wait";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    JobArguments.hosts(parser, "+");
    JobArguments.token(parser);
    parser
        .addArgument("--no-start")
        .action(Arguments.storeTrue())
        .help("only claim the host; start it later with 'helios start'");
    JobArguments.waiting(parser, "it is RUNNING");
    parser
        .addArgument("--watch")
        .action(Arguments.storeTrue())
        .help("watch the job afterwards, until interrupted");
    WatchCommand.declareInterval(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    boolean noStart = invocation.options().flag("no_start");
    if (noStart && invocation.options().flag("wait")) {
      throw new CliError("--no-start and --wait exclude each other: nothing would start");
    }
    if (invocation.options().flag("watch") && invocation.json()) {
      throw new CliError("--watch has no JSON form; use --wait");
    }
    WaitOption.check(invocation);
    WatchCommand.check(invocation);
    JobId job = JobReference.resolve(invocation, invocation.options().required("job")).id();
    List<String> hosts = HostReference.resolve(invocation, invocation.options().all("hosts"));
    String token = invocation.options().required("token");
    Deployment deployment = Deployment.of(job, noStart ? Goal.STOP : Goal.START);
    invocation.say("Deploying " + job + " on " + hosts);
    PerHost.Outcomes outcomes =
        PerHost.of(
            invocation, invocation.client().deploy(deployment, hosts, token), Explanations::deploy);
    Outcome outcome = WaitOption.after(invocation, job, Awaited.RUNNING, outcomes);
    if (invocation.options().flag("watch") && outcome.exitCode() == 0) {
      WatchCommand.watch(List.of(new WatchCommand.Watched(invocation, job, hosts, true)));
    }
    return outcome;
  }
}
