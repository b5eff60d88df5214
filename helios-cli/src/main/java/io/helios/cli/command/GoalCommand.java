package io.helios.cli.command;

import io.helios.cli.await.Awaited;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.cli.reference.JobReference;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.List;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code start} and {@code stop}: change what a deployment is meant to become. */
record GoalCommand(Goal goal) implements Command {
  @Override
  public String name() {
    return goal == Goal.START ? "start" : "stop";
  }

  @Override
  public String help() {
    return goal == Goal.START
        ? "start a deployed job on hosts"
        : "stop a job on hosts, which keep its deployment";
  }

  @Override
  public String example() {
    return "helios " + name() + " web:1 host1 --wait";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    JobArguments.hosts(parser, "+");
    JobArguments.token(parser);
    JobArguments.waiting(parser, goal == Goal.START ? "it is RUNNING" : "it is STOPPED");
  }

  @Override
  public Outcome run(Invocation invocation) {
    WaitOption.check(invocation);
    JobId job = JobReference.resolve(invocation, invocation.options().required("job")).id();
    List<String> hosts = HostReference.resolve(invocation, invocation.options().all("hosts"));
    String token = invocation.options().required("token");
    Deployment wanted = Deployment.of(job, goal);
    invocation.say((goal == Goal.START ? "Starting " : "Stopping ") + job + " on " + hosts);
    PerHost.Outcomes outcomes =
        PerHost.of(
            invocation, invocation.client().setGoal(wanted, hosts, token), Explanations::goal);
    return WaitOption.after(
        invocation, job, goal == Goal.START ? Awaited.RUNNING : Awaited.STOPPED, outcomes);
  }
}
