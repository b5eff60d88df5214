package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.api.HostDeregisterResponse;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Removes a host. Its name must be exact: too much hangs on it. */
final class DeregisterCommand implements Command {
  private static final int SUGGESTIONS = 10;

  @Override
  public String name() {
    return "deregister";
  }

  @Override
  public String help() {
    return "remove a host with all that is deployed to it";
  }

  @Override
  public String example() {
    return "helios deregister host1";
  }

  @Override
  public void declare(Subparser parser) {
    parser.addArgument("host").metavar("HOST").help("exact name of the host");
    parser
        .addArgument("--force")
        .action(Arguments.storeTrue())
        .help("even if it is up, or jobs are deployed to it");
    JobArguments.yes(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    String host = invocation.options().required("host");
    boolean force = invocation.options().flag("force");
    if (!invocation.options().flag("yes")
        && !invocation.confirm(
            "This will deregister the host "
                + host
                + (force ? " and stop all that runs there" : ", unless it is in use"))) {
      return Outcome.change(false, Map.of("status", "DECLINED", "host", host));
    }
    invocation.say("Deregistering host " + host);
    HostDeregisterResponse response =
        invocation.get(
            force
                ? invocation.client().deregisterHost(host)
                : invocation.client().deregisterUnusedHost(host));
    boolean done = response.status() == HostDeregisterResponse.Status.OK;
    if (done) {
      invocation.say(host + ": done");
    } else {
      invocation.complain(host + ": failed: " + response.status() + why(response));
    }
    if (response.status() == HostDeregisterResponse.Status.NOT_FOUND) {
      suggest(invocation, host);
    }
    return Outcome.change(done, response);
  }

  private static String why(HostDeregisterResponse response) {
    return response.message() == null
        ? ""
        : " (" + response.message() + "; --force removes it all the same)";
  }

  private static void suggest(Invocation invocation, String host) {
    List<String> similar =
        invocation.get(invocation.client().listHosts()).stream()
            .filter(known -> known.startsWith(host))
            .sorted()
            .limit(SUGGESTIONS)
            .toList();
    if (!similar.isEmpty()) {
      invocation.complain("Did you mean one of: " + String.join(", ", similar));
    }
  }
}
