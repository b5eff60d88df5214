package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.job.JobId;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows how a deployment group stands. */
final class DeploymentGroupStatusCommand implements Command {
  @Override
  public String name() {
    return "deployment-group-status";
  }

  @Override
  public String help() {
    return "show what a deployment group's hosts run";
  }

  @Override
  public String example() {
    return "helios deployment-group-status web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    JobArguments.full(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    String name = invocation.options().required("group");
    DeploymentGroupStatusResponse status =
        invocation
            .get(invocation.client().deploymentGroupStatus(name))
            .orElseThrow(() -> GroupArguments.unknown(name));
    show(invocation, status);
    return Outcome.listing(0, status);
  }

  static void show(Invocation invocation, DeploymentGroupStatusResponse status) {
    boolean full = invocation.options().flag("full");
    JobId job = status.deploymentGroup().jobId();
    invocation.say("Name: " + status.deploymentGroup().name());
    invocation.say("Job Id: " + (job == null ? "null" : text(job, full)));
    invocation.say("Status: " + status.status());
    InspectDeploymentGroupCommand.selectors(invocation, status.deploymentGroup());
    if (status.error() != null && !status.error().isEmpty()) {
      invocation.say("Error: " + status.error());
    }
    if (status.rolloutId() != null) {
      invocation.say(
          "Rollout: "
              + status.rolloutId()
              + (status.rolloutState() == null ? "" : ", " + status.rolloutState())
              + (status.phase() == null ? "" : " (" + status.phase() + ")"));
    }
    invocation.say("");
    Table table = new Table("HOST", "UP-TO-DATE", "JOB", "STATE");
    for (DeploymentGroupStatusResponse.HostStatus host : status.hostStatuses()) {
      JobId runs = host.jobId();
      table.row(
          HostText.text(host.host(), invocation.setting().searchDomains(), full),
          runs != null && runs.equals(job) ? "X" : "",
          runs == null ? "-" : text(runs, full),
          host.state() == null ? "-" : host.state());
    }
    table.lines().forEach(invocation::say);
  }

  private static String text(JobId job, boolean full) {
    return full ? job.toString() : job.toShortString();
  }
}
