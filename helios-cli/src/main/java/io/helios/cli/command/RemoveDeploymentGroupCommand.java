package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.group.RemoveDeploymentGroupResponse;
import net.sourceforge.argparse4j.inf.Subparser;

/** Removes a deployment group; what it deployed stays, so it does not ask. */
final class RemoveDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "remove-deployment-group";
  }

  @Override
  public String help() {
    return "remove a deployment group; its jobs stay where they run";
  }

  @Override
  public String example() {
    return "helios remove-deployment-group web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    String name = invocation.options().required("group");
    RemoveDeploymentGroupResponse response =
        invocation.get(invocation.client().removeDeploymentGroup(name));
    return switch (response.status()) {
      case REMOVED -> {
        invocation.say("Deployment-group " + name + " removed");
        yield Outcome.change(true, response);
      }
      case DEPLOYMENT_GROUP_NOT_FOUND -> {
        invocation.complain(
            "Failed to remove deployment-group " + name + ", status: " + response.status());
        yield Outcome.change(false, response);
      }
    };
  }
}
