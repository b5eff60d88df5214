package io.helios.master;

import io.helios.master.config.ConfigFile;
import io.helios.master.config.Setting;
import io.helios.master.config.Settings;
import io.helios.model.api.HeliosVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * What a master was told by command line, environment and file.
 *
 * @param check whether only to say what the configuration comes to
 * @param errors of the file and of options that cannot be had, one line each
 * @param notices of options without effect, one line each
 * @param verbosity how often {@code -v} was given
 */
record MasterArguments(
    Settings settings, boolean check, List<String> errors, List<String> notices, int verbosity) {

  /**
   * Reads them.
   *
   * @throws ArgumentParserException when there is nothing to run: help was shown ({@link
   *     HelpScreenException}), or the message says what is wrong with the command line
   */
  static MasterArguments parse(Map<String, String> environment, String... arguments)
      throws ArgumentParserException {
    Namespace parsed = parser().parseArgs(arguments);
    List<String> errors = new ArrayList<>(PredecessorOptions.refusals(parsed));
    for (Setting setting : Setting.values()) {
      if (parsed.get("secret " + setting.name()) != null) {
        errors.add(
            setting.option()
                + " is not taken from the command line, which everybody on the machine can read:"
                + " set "
                + setting.variable()
                + ", or a file");
      }
    }
    @Nullable String file = parsed.getString("config");
    if (file == null) {
      file = environment.get("HELIOS_MASTER_CONFIG");
    }
    Map<String, List<String>> content = Map.of();
    if (file != null) {
      content = ConfigFile.read(Path.of(file), errors::add);
    }
    Settings settings = Settings.of(given(parsed), environment, content, String.valueOf(file));
    errors.addAll(settings.errors());
    return new MasterArguments(
        settings,
        parsed.getBoolean("check_config"),
        errors,
        PredecessorOptions.notices(parsed),
        parsed.getInt("verbose"));
  }

  /** What they come to; its errors and these are all there are. */
  MasterConfiguration configuration() {
    return MasterConfiguration.of(settings, hostName());
  }

  private static Map<Setting, List<String>> given(Namespace parsed) {
    Map<Setting, List<String>> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Object value = parsed.get(setting.name());
      if (value instanceof List<?> list) {
        given.put(setting, list.stream().map(String::valueOf).toList());
      } else if (value instanceof Boolean flag) {
        if (flag) {
          given.put(setting, List.of("true"));
        }
      } else if (value != null) {
        given.put(setting, List.of(value.toString()));
      }
    }
    return given;
  }

  private static ArgumentParser parser() {
    ArgumentParser parser =
        ArgumentParsers.newFor("helios-master")
            .terminalWidthDetection(false)
            .defaultFormatWidth(100)
            .build()
            .description(
                "Runs a Helios master: the HTTP API over the cluster kept in ZooKeeper. Each"
                    + " setting can also stand in the environment (HELIOS_MASTER_STATE_DIR) or in a"
                    + " YAML file (state-dir: ...); the command line counts first, the file last.")
            .version("helios-master " + HeliosVersion.current());
    parser.addArgument("--version").action(Arguments.version()).help("print the version and exit");
    parser
        .addArgument("--config")
        .metavar("FILE")
        .help("YAML file with settings; HELIOS_MASTER_CONFIG if not given");
    parser
        .addArgument("--check-config")
        .action(Arguments.storeTrue())
        .help("print what the settings come to and exit: 0 if all is well, 2 if not");
    for (Setting setting : Setting.values()) {
      declare(parser, setting);
    }
    parser
        .addArgument("-v", "--verbose")
        .action(Arguments.count())
        .setDefault(0)
        .help("say more; twice: everything");
    PredecessorOptions.declare(parser);
    return parser;
  }

  private static void declare(ArgumentParser parser, Setting setting) {
    String help =
        setting.help() + setting.byDefault().map(it -> " (default: " + it + ")").orElse("");
    switch (setting.kind()) {
      case TEXT -> argument(parser, setting, help).metavar(setting.metavar());
      case LIST ->
          argument(parser, setting, help).metavar(setting.metavar()).action(Arguments.append());
      case FLAG ->
          argument(parser, setting, help).action(Arguments.storeTrue()).setDefault((Object) null);
      case SECRET ->
          // Declared, for otherwise it would be taken for the beginning of another one.
          parser
              .addArgument(setting.option())
              .dest("secret " + setting.name())
              .help(Arguments.SUPPRESS);
    }
  }

  private static Argument argument(ArgumentParser parser, Setting setting, String help) {
    return parser.addArgument(setting.option()).dest(setting.name()).help(help);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
