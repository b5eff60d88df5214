package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostSelector;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Subparser;

/** Arguments that several commands for groups take in the same way. */
final class GroupArguments {
  static final String NOT_FOUND = "DEPLOYMENT_GROUP_NOT_FOUND";

  private GroupArguments() {}

  static void group(Subparser parser) {
    parser.addArgument("group").metavar("GROUP").help("name of the deployment group");
  }

  static void selectors(Subparser parser) {
    parser
        .addArgument("selectors")
        .nargs("+")
        .metavar("SELECTOR")
        .help("condition on a label such as 'role=web' or 'zone in (a, b)'; all must match");
  }

  /**
   * @throws CliError when one is none
   */
  static List<HostSelector> selectors(List<String> typed) {
    return typed.stream()
        .map(
            text ->
                HostSelector.parse(text)
                    .orElseThrow(
                        () -> new CliError("Bad host selector expression: '" + text + "'")))
        .toList();
  }

  /**
   * @throws CliError when there is none
   */
  static DeploymentGroup resolve(Invocation invocation, String name) {
    return invocation
        .get(invocation.client().deploymentGroup(name))
        .orElseThrow(() -> unknown(name));
  }

  static CliError unknown(String name) {
    return new CliError("Unknown deployment group: " + name, Map.of("status", NOT_FOUND));
  }
}
