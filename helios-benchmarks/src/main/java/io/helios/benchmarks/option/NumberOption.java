package io.helios.benchmarks.option;

import net.sourceforge.argparse4j.inf.Subparser;

/** Options that take a whole number and have a usual one, which their help names. */
public final class NumberOption {
  private NumberOption() {}

  /** Adds one whose name says all. */
  public static void add(Subparser parser, String name, int usual) {
    argument(parser, name, usual, "default: " + usual);
  }

  /**
   * Adds one.
   *
   * @param help what the number is, without the usual one
   */
  public static void add(Subparser parser, String name, int usual, String help) {
    argument(parser, name, usual, help + " (default: " + usual + ")");
  }

  private static void argument(Subparser parser, String name, int usual, String help) {
    parser.addArgument(name).type(Integer.class).setDefault(usual).help(help);
  }
}
