package io.helios.benchmarks;

import java.io.IOException;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** One thing that is measured, and the subcommand that measures it. */
interface Scenario {
  /** The subcommand. */
  String name();

  /** What it measures, in a line. */
  String help();

  /** Adds its own options. */
  void options(Subparser parser);

  /** Measures; leaves nothing behind. */
  List<Measure> run(Namespace options) throws IOException, InterruptedException;
}
