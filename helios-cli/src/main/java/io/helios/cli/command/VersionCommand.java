package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.client.VersionResponse;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows both versions; a master that can't tell is no failure of this command. */
final class VersionCommand implements Command {
  @Override
  public String name() {
    return "version";
  }

  @Override
  public String help() {
    return "show the versions of client and master";
  }

  @Override
  public String example() {
    return "helios version";
  }

  @Override
  public void declare(Subparser parser) {}

  @Override
  public Outcome run(Invocation invocation) {
    VersionResponse version = invocation.get(invocation.client().version());
    invocation.say("Client Version: " + version.clientVersion());
    invocation.say("Master Version: " + version.masterVersion());
    return Outcome.change(true, version);
  }
}
