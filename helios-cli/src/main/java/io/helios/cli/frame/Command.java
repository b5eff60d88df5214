package io.helios.cli.frame;

import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Subparser;

/** One word after {@code helios}. Commands hold no state. */
public interface Command {
  String name();

  /** One line for the list of commands. */
  String help();

  /** A command line that shows the usual way; stands at the end of its help. */
  String example();

  /** Declares arguments and options; the global ones are there already. */
  void declare(Subparser parser);

  /**
   * Acts on one target: prints for people through the invocation, returns what programs get.
   *
   * @throws CliError when it cannot go on
   * @throws io.helios.client.HeliosException when no master gave a usable answer
   */
  Outcome run(Invocation invocation);

  /**
   * Acts on several targets. Most commands take one after the other, which is what an empty answer
   * asks for.
   */
  default Optional<Outcome> runTogether(List<Invocation> invocations) {
    return Optional.empty();
  }
}
