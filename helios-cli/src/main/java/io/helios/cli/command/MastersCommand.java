package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.HostText;
import java.util.List;
import net.sourceforge.argparse4j.inf.Subparser;

/** Lists the masters. */
final class MastersCommand implements Command {
  @Override
  public String name() {
    return "masters";
  }

  @Override
  public String help() {
    return "list the masters that are connected";
  }

  @Override
  public String example() {
    return "helios masters";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.full(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    List<String> masters = invocation.get(invocation.client().listMasters());
    boolean full = invocation.options().flag("full");
    masters.forEach(
        master ->
            invocation.say(HostText.text(master, invocation.setting().searchDomains(), full)));
    return Outcome.listing(0, masters.stream().sorted().toList());
  }
}
