package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import java.time.Duration;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Whether and how long a command follows the rollout that it started. */
final class FollowOption {
  private FollowOption() {}

  static void declare(Subparser parser) {
    parser
        .addArgument("--async")
        .action(Arguments.storeTrue())
        .help("do not wait for the rollout to end");
    declareLimit(parser);
  }

  static void declareLimit(Subparser parser) {
    parser
        .addArgument("-T", "--rollout-timeout")
        .type(Integer.class)
        .setDefault(60)
        .metavar("MINUTES")
        .help("for this command to wait; the rollout goes on (default: 60)");
  }

  /**
   * @throws CliError when it makes no sense
   */
  static void check(Invocation invocation) {
    limit(invocation);
  }

  static Duration limit(Invocation invocation) {
    int minutes = invocation.options().number("rollout_timeout").orElse(60);
    if (minutes <= 0) {
      throw new CliError("--rollout-timeout must be more than 0 minutes, but is " + minutes);
    }
    return Duration.ofMinutes(minutes);
  }
}
