package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostSelector;
import io.helios.model.job.RolloutOptions;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Shows a deployment group. */
final class InspectDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "inspect-deployment-group";
  }

  @Override
  public String help() {
    return "show a deployment group's definition";
  }

  @Override
  public String example() {
    return "helios inspect-deployment-group web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    parser
        .addArgument("--show-token")
        .action(Arguments.storeTrue())
        .help("show the token in clear; with --json it always is");
  }

  @Override
  public Outcome run(Invocation invocation) {
    DeploymentGroup group =
        GroupArguments.resolve(invocation, invocation.options().required("group"));
    invocation.say("Name: " + group.name());
    selectors(invocation, group);
    invocation.say("Job: " + group.jobId());
    if (group.rollingUpdateReason() != null) {
      invocation.say("Rolling update reason: " + group.rollingUpdateReason());
    }
    if (group.rolloutOptions() != null) {
      options(invocation, group.rolloutOptions());
    }
    return Outcome.listing(0, group);
  }

  static void selectors(Invocation invocation, DeploymentGroup group) {
    invocation.say("Host selectors:");
    for (HostSelector selector : group.hostSelectors()) {
      invocation.say("  " + selector);
    }
  }

  private static void options(Invocation invocation, RolloutOptions options) {
    boolean show = invocation.options().flag("show_token");
    String token = options.token();
    invocation.say("Rollout options:");
    invocation.say("  Migrate: " + options.migrate());
    invocation.say("  Overlap: " + options.overlap());
    invocation.say("  Parallelism: " + options.parallelism());
    invocation.say("  Timeout: " + options.timeout());
    invocation.say(
        ("  Token: " + (token == null || token.isEmpty() || show ? token : "***")).stripTrailing());
    invocation.say("  Ignore failures: " + options.ignoreFailures());
    more(invocation, "Min healthy", options.minHealthy());
    more(invocation, "Max failures", options.maxFailures());
    more(invocation, "Rollback on failure", options.rollbackOnFailure());
    more(invocation, "Canary", options.canary());
    more(invocation, "Auto promote", options.autoPromote());
    more(invocation, "Soak", options.soak());
    more(invocation, "Order", options.order());
  }

  private static void more(Invocation invocation, String name, @Nullable Object value) {
    if (value != null) {
      invocation.say("  " + name + ": " + value);
    }
  }
}
