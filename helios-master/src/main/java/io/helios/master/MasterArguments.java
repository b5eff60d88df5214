package io.helios.master;

import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.cleanup.CleanupRules;
import io.helios.model.api.HeliosVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param verbosity how often {@code -v} was given
 */
record MasterArguments(MasterOptions options, int verbosity) {

  /**
   * Reads them.
   *
   * @throws ArgumentParserException when there is nothing to run: help was shown ({@link
   *     HelpScreenException}), or the message says what is wrong
   */
  static MasterArguments parse(String... arguments) throws ArgumentParserException {
    return parse(parser(), arguments);
  }

  private static MasterArguments parse(ArgumentParser parser, String[] arguments)
      throws ArgumentParserException {
    Namespace parsed = parser.parseArgs(arguments);
    try {
      ZooKeeperOptions zooKeeper =
          ZooKeeperOptions.of(parsed.getString("zk"))
              .withSessionTimeout(positive("--zk-session-timeout", parsed.getLong("zk_session")))
              .withCallTimeout(positive("--zk-connection-timeout", parsed.getLong("zk_call")));
      @Nullable List<String> capabilities = parsed.getList("capabilities");
      MasterOptions options =
          new MasterOptions(
              legalName(parsed.getString("name")),
              zooKeeper,
              ListenAddress.parse(parsed.getString("http")),
              ListenAddress.parse(parsed.getString("admin")),
              Path.of(parsed.getString("state_dir")),
              capabilities == null ? Set.of() : Set.copyOf(capabilities),
              parsed.getBoolean("init_cluster"),
              !parsed.getBoolean("no_zk_registration"),
              CleanupRules.DEFAULT,
              Optional.of(MasterOptions.auditLogIn(Path.of(parsed.getString("state_dir")))));
      return new MasterArguments(options, parsed.getInt("verbose"));
    } catch (InvalidPathException e) {
      throw new ArgumentParserException("--state-dir is not a path: " + e.getMessage(), e, parser);
    } catch (IllegalArgumentException e) {
      throw new ArgumentParserException(e.getMessage(), e, parser);
    }
  }

  private static ArgumentParser parser() {
    ArgumentParser parser =
        ArgumentParsers.newFor("helios-master")
            .build()
            .defaultHelp(true)
            .description("Runs a Helios master: the HTTP API over the cluster kept in ZooKeeper.")
            .version("helios-master " + HeliosVersion.current());
    parser.addArgument("--version").action(Arguments.version()).help("print the version and exit");
    parser
        .addArgument("--name")
        .setDefault(hostName())
        .help("name under which this master is listed, unique in the cluster");
    parser
        .addArgument("--zk")
        .setDefault("localhost:2181")
        .metavar("HOST:PORT[,HOST:PORT...][/PATH]")
        .help("ZooKeeper");
    parser
        .addArgument("--zk-session-timeout")
        .dest("zk_session")
        .type(Long.class)
        .setDefault(15_000L)
        .metavar("MS")
        .help("milliseconds after which ZooKeeper counts a silent master as gone");
    parser
        .addArgument("--zk-connection-timeout")
        .dest("zk_call")
        .type(Long.class)
        .setDefault(10_000L)
        .metavar("MS")
        .help("milliseconds to wait for an answer of ZooKeeper");
    parser
        .addArgument("--http")
        .setDefault("http://0.0.0.0:5801")
        .metavar("URL")
        .help("where the API listens; nothing authenticates callers");
    parser
        .addArgument("--admin")
        .setDefault("http://127.0.0.1:5802")
        .metavar("URL")
        .help("where health, metrics and threads are shown");
    parser
        .addArgument("--state-dir")
        .setDefault(".")
        .metavar("DIR")
        .help("remembers the cluster's identity; is created if missing");
    parser
        .addArgument("--whitelisted-capability")
        .dest("capabilities")
        .action(Arguments.append())
        .metavar("CAP")
        .help("Linux capability that jobs may add; may be given several times");
    parser
        .addArgument("--init-cluster")
        .action(Arguments.storeTrue())
        .help("work with the tree in ZooKeeper even if it is that of another cluster or of none");
    parser
        .addArgument("--no-zk-registration")
        .action(Arguments.storeTrue())
        .help("do not list this master among the masters");
    parser
        .addArgument("-v", "--verbose")
        .action(Arguments.count())
        .setDefault(0)
        .help("say more; twice: everything");
    return parser;
  }

  private static Duration positive(String option, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(option + " must be a positive number of milliseconds");
    }
    return Duration.ofMillis(millis);
  }

  private static String legalName(String name) {
    if (!name.matches("(?!\\.{1,2}$)[0-9A-Za-z_.:-]{1,253}")) {
      throw new IllegalArgumentException(
          "--name '" + name + "' is not a name: only [0-9A-Za-z_.:-] are allowed, 253 at most");
    }
    return name;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
