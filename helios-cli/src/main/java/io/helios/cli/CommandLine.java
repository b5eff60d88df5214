package io.helios.cli;

import static java.util.Comparator.comparingInt;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Options;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentAction;
import net.sourceforge.argparse4j.inf.ArgumentContainer;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;
import org.jspecify.annotations.Nullable;

/** Reads the command line. Global options may stand before and after the command. */
final class CommandLine {
  private static final String COMMAND = "command";

  private final ArgumentParser parser =
      ArgumentParsers.newFor("helios")
          .addHelp(false)
          .terminalWidthDetection(false)
          .defaultFormatWidth(100)
          .build()
          .description("Deploys jobs to hosts.")
          .epilog("'helios COMMAND --help' tells what a command takes.");
  private final Map<String, Command> commands = new TreeMap<>();
  private final Map<String, Supplier<String>> helps = new TreeMap<>();

  CommandLine(List<Command> all) {
    declareGlobal(parser, false);
    Subparsers subparsers =
        parser.addSubparsers().title("commands").metavar("COMMAND").dest(COMMAND);
    for (Command command : all) {
      commands.put(command.name(), command);
      Subparser subparser =
          subparsers.addParser(command.name(), false).help(command.help()).defaultHelp(false);
      subparser.description(sentence(command.help()));
      subparser.epilog("Example: " + command.example());
      declareGlobal(subparser.addArgumentGroup("global options"), true);
      command.declare(subparser);
      helps.put(command.name(), subparser::formatHelp);
    }
    Subparser completion = subparsers.addParser("completion", false);
    helps.put("completion", completion::formatHelp);
    completion
        .help("print what makes a shell complete commands and options")
        .description("For bash: source <(helios completion bash)")
        .addArgument("shell")
        .choices("bash")
        .action(new Print(ignored -> Completion.bash(helps), true))
        .help("the shell");
  }

  /** A command with what it was given. */
  record Parsed(Command command, Options options) {}

  /**
   * @throws Printed when help or the version was asked for
   * @throws ArgumentParserException when it makes no sense
   */
  Parsed parse(List<String> arguments) throws ArgumentParserException {
    Options options = new Options(parser.parseArgs(arguments.toArray(String[]::new)));
    Command command = commands.get(options.required(COMMAND));
    if (command == null) {
      throw new ArgumentParserException("no such command", parser);
    }
    return new Parsed(command, options);
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  String help() {
    return parser.formatHelp();
  }

  /** Says so, with the nearest that there is. */
  String noSuchCommand(String typed) {
    String message = "there is no command '" + typed + "'";
    String nearest =
        helps.keySet().stream().min(comparingInt(command -> distance(typed, command))).orElse("");
    boolean near = distance(typed, nearest) <= Math.max(1, typed.length() / 2);
    return message
        + (near ? "; did you mean '" + nearest + "'?" : "")
        + "\n'helios --help' lists all commands.";
  }

  /** How many letters to add, drop, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        cost[i][j] =
            Math.min(
                cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static void declareGlobal(ArgumentContainer to, boolean afterCommand) {
    Argument[] all = {
      to.addArgument("-h", "--help")
          .action(new Print(ArgumentParser::formatHelp, false))
          .help("show this help"),
      to.addArgument("-z", "--master")
          .action(Arguments.append())
          .dest("masters")
          .metavar("URL")
          .help("master such as http://master:5801; each -z is a target of its own"),
      to.addArgument("-d", "--domains")
          .action(Arguments.append())
          .dest("domains")
          .metavar("DOMAINS")
          .help("domains, by comma, whose masters are found by DNS SRV; each is a target"),
      to.addArgument("--srv-name")
          .dest("srv_name")
          .metavar("NAME")
          .help("service name for DNS SRV (default: helios)"),
      to.addArgument("-u", "--username")
          .dest("username")
          .metavar("NAME")
          .help("who asks (default: the operating system's user)"),
      to.addArgument("--json")
          .action(Arguments.storeTrue())
          .help("print one JSON document instead of text"),
      to.addArgument("-v", "--verbose")
          .action(Arguments.count())
          .help("say more; shows stack traces on errors"),
      to.addArgument("-k", "--insecure")
          .action(Arguments.storeTrue())
          .help("accept an https certificate that names another host"),
      to.addArgument("--google-credentials")
          .dest("google_credentials")
          .metavar("true|false")
          .choices("true", "false")
          .help("accepted for compatibility; no Google credentials are ever sent"),
      to.addArgument("--http-timeout")
          .dest("http_timeout")
          .type(Integer.class)
          .metavar("SECONDS")
          .help("for the answer of a master (default: $HELIOS_CLI_HTTP_TIMEOUT or 60)"),
      to.addArgument("--retry-timeout")
          .dest("retry_timeout")
          .type(Integer.class)
          .metavar("SECONDS")
          .help("for all attempts of a request (default: $HELIOS_CLI_TOTAL_TIMEOUT or 240)"),
      to.addArgument("--no-log-setup").action(Arguments.storeTrue()).help(Arguments.SUPPRESS),
      to.addArgument("--version")
          .action(new Print(parser -> Main.versionText(), false))
          .help("print the version of this client"),
    };
    if (afterCommand) {
      for (Argument each : all) {
        // What stands before the command must not be undone by a default after it.
        each.setDefault(Arguments.SUPPRESS);
      }
    }
  }

  /** Not an error: there is something to print and nothing else to do. */
  static final class Printed extends ArgumentParserException {
    private final String text;

    Printed(String text, ArgumentParser parser) {
      super(text, parser);
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * Throws what is to be printed; as an option it stands alone, as an argument it takes a value.
   */
  private record Print(Function<ArgumentParser, String> text, boolean consumeArgument)
      implements ArgumentAction {
    @Override
    @SuppressWarnings("deprecation") // The library wants it all the same: it is abstract.
    public void run(
        ArgumentParser parser,
        Argument argument,
        Map<String, Object> attributes,
        String flag,
        @Nullable Object value)
        throws ArgumentParserException {
      throw new Printed(text.apply(parser), parser);
    }

    @Override
    public void onAttach(Argument argument) {}
  }
}
