package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import java.util.List;
import net.sourceforge.argparse4j.inf.Subparser;

/** Lists the deployment groups. */
final class ListDeploymentGroupsCommand implements Command {
  @Override
  public String name() {
    return "list-deployment-groups";
  }

  @Override
  public String help() {
    return "list the deployment groups";
  }

  @Override
  public String example() {
    return "helios list-deployment-groups";
  }

  @Override
  public void declare(Subparser parser) {}

  @Override
  public Outcome run(Invocation invocation) {
    List<String> groups = invocation.get(invocation.client().listDeploymentGroups());
    groups.forEach(invocation::say);
    if (groups.isEmpty()) {
      invocation.advise("There are no groups yet; 'helios create-deployment-group' makes one.");
    }
    return Outcome.listing(0, groups);
  }
}
