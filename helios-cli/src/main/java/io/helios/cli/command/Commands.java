package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.model.task.Goal;
import java.util.List;

/** All there are, in the order in which help shows them. */
public final class Commands {
  private Commands() {}

  public static List<Command> all() {
    return List.of(
        new CreateCommand(),
        new RemoveCommand(),
        new InspectCommand(),
        new DeployCommand(),
        new UndeployCommand(),
        new GoalCommand(Goal.START),
        new GoalCommand(Goal.STOP),
        new HistoryCommand(),
        new JobsCommand(),
        new StatusCommand(),
        new WatchCommand(),
        new HostsCommand(),
        new RegisterCommand(),
        new DeregisterCommand(),
        new CordonCommand(true),
        new CordonCommand(false),
        new MastersCommand(),
        new CreateDeploymentGroupCommand(),
        new RemoveDeploymentGroupCommand(),
        new ListDeploymentGroupsCommand(),
        new InspectDeploymentGroupCommand(),
        new EditDeploymentGroupCommand(),
        new PreviewDeploymentGroupCommand(),
        new DeploymentGroupStatusCommand(),
        new WatchDeploymentGroupCommand(),
        new RollingUpdateCommand(),
        new StopDeploymentGroupCommand(),
        new RolloutCommand(),
        new RollbackCommand(),
        new VersionCommand());
  }
}
