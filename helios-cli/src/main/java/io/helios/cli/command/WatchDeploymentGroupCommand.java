package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.group.DeploymentGroupStatusResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows how a deployment group stands again and again. */
final class WatchDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "watch-deployment-group";
  }

  @Override
  public String help() {
    return "watch what a deployment group's hosts run until interrupted";
  }

  @Override
  public String example() {
    return "helios watch-deployment-group web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    JobArguments.full(parser);
    WatchCommand.declareInterval(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    if (invocation.json()) {
      throw new CliError(
          "watch-deployment-group has no JSON form; use 'helios deployment-group-status --json'");
    }
    Duration interval = WatchCommand.interval(invocation);
    String name = invocation.options().required("group");
    PrintStream out = invocation.setting().out();
    out.println("Control-C to stop");
    boolean seen = false;
    while (!out.checkError()) {
      Optional<DeploymentGroupStatusResponse> status =
          invocation.get(invocation.client().deploymentGroupStatus(name));
      if (status.isEmpty()) {
        if (!seen) {
          throw GroupArguments.unknown(name);
        }
        invocation.say("The group " + name + " was removed");
        break;
      }
      seen = true;
      out.println(WatchCommand.rule(invocation.setting().clock().instant()));
      DeploymentGroupStatusCommand.show(invocation, status.get());
      try {
        invocation.setting().pause().of(interval);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return Outcome.change(true, Map.of());
  }
}
