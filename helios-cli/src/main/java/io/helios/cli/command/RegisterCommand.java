package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Subparser;

/** Registers a host by hand. */
final class RegisterCommand implements Command {
  @Override
  public String name() {
    return "register";
  }

  @Override
  public String help() {
    return "register a host by hand (agents do so themselves)";
  }

  @Override
  public String example() {
    return "helios register host1 0a1b2c3d";
  }

  @Override
  public void declare(Subparser parser) {
    parser.addArgument("host").metavar("HOST").help("name of the host");
    parser.addArgument("id").metavar("ID").help("unique id of the host's agent");
  }

  @Override
  public Outcome run(Invocation invocation) {
    String host = invocation.options().required("host");
    String id = invocation.options().required("id");
    invocation.say("Registering host " + host + " with id " + id);
    int status = invocation.get(invocation.client().registerHost(host, id));
    boolean done = status == 200;
    if (done) {
      invocation.say(host + ": done");
    } else {
      invocation.complain(host + ": failed: " + status);
    }
    return Outcome.change(
        done, Map.of("host", host, "status", done ? "OK" : "FAILED", "code", status));
  }
}
