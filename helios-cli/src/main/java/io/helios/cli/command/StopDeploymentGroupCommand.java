package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Subparser;

/** Stops a group's rollout where it stands. */
final class StopDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "stop-deployment-group";
  }

  @Override
  public String help() {
    return "stop a deployment group's rollout where it stands";
  }

  @Override
  public String example() {
    return "helios stop-deployment-group web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    String name = invocation.options().required("group");
    int status = invocation.get(invocation.client().stopDeploymentGroup(name));
    switch (status) {
      case 204 -> invocation.say("Deployment-group " + name + " stopped");
      case 404 -> invocation.complain("Deployment-group " + name + " not found");
      default ->
          invocation.complain("Failed to stop deployment-group " + name + ": HTTP " + status);
    }
    String word =
        switch (status) {
          case 204 -> "STOPPED";
          case 404 -> GroupArguments.NOT_FOUND;
          default -> "FAILED";
        };
    return Outcome.change(status == 204, Map.of("status", word));
  }
}
