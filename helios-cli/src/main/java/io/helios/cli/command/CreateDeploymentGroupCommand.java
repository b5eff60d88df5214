package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.group.CreateDeploymentGroupResponse;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.json.Json;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Creates a deployment group. */
final class CreateDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "create-deployment-group";
  }

  @Override
  public String help() {
    return "create a group of the hosts with certain labels";
  }

  @Override
  public String example() {
    return "helios create-deployment-group web role=web 'zone in (a, b)'";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    GroupArguments.selectors(parser);
    parser
        .addArgument("-q", "--quiet")
        .action(Arguments.storeTrue())
        .help("print only the master's answer");
  }

  @Override
  public Outcome run(Invocation invocation) {
    DeploymentGroup group =
        DeploymentGroup.of(
            invocation.options().required("group"),
            GroupArguments.selectors(invocation.options().all("selectors")));
    if (!invocation.options().flag("quiet")) {
      invocation.say("Creating deployment group: " + Json.text(group));
    }
    CreateDeploymentGroupResponse response =
        invocation.get(invocation.client().createDeploymentGroup(group));
    return switch (response.status()) {
      case CREATED, NOT_MODIFIED -> {
        invocation.say(Json.text(response));
        yield Outcome.change(true, response);
      }
      case CONFLICT -> {
        invocation.complain(
            "Failed: CONFLICT (there is a group of that name with other selectors; see 'helios"
                + " edit-deployment-group')");
        yield Outcome.change(false, response);
      }
    };
  }
}
