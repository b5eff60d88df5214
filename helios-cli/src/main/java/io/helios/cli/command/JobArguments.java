package io.helios.cli.command;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Arguments that several commands take in the same way. */
final class JobArguments {
  private JobArguments() {}

  static void job(Subparser parser) {
    parser
        .addArgument("job")
        .metavar("JOB")
        .help("name:version, or any part of an id that fits only one job");
  }

  static void hosts(Subparser parser, String nargs) {
    parser
        .addArgument("hosts")
        .nargs(nargs)
        .metavar("HOST")
        .help("host names; the beginning is enough where it fits only one");
  }

  static void token(Subparser parser) {
    parser
        .addArgument("--token")
        .nargs("?")
        .setConst("")
        .setDefault("")
        .help("token of the job, if it has one");
  }

  static void full(Subparser parser) {
    parser
        .addArgument("-f", "--full")
        .action(Arguments.storeTrue())
        .help("show ids and host names in full");
  }

  static void yes(Subparser parser) {
    parser.addArgument("--yes").action(Arguments.storeTrue()).help("do not ask");
  }

  static void waiting(Subparser parser, String what) {
    parser
        .addArgument("--wait")
        .action(Arguments.storeTrue())
        .help("wait until " + what + "; exit 1 if that fails");
    parser
        .addArgument("--timeout")
        .type(Integer.class)
        .setDefault(300)
        .metavar("SECONDS")
        .help("for --wait (default: 300)");
  }
}
