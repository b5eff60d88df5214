package io.helios.benchmarks.scenario;

import io.helios.benchmarks.report.Results;
import java.io.IOException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** One thing that is measured, and the subcommand that measures it. */
public interface Scenario {
  /** The subcommand. */
  String name();

  /** What it measures, in a line. */
  String help();

  /** Adds its own options. */
  void options(Subparser parser);

  /**
   * Measures, leaves nothing behind.
   *
   * @throws IOException when it cannot measure, or what it measures went wrong; what was found
   *     before is shown
   */
  void run(Namespace options, Results results) throws IOException, InterruptedException;
}
