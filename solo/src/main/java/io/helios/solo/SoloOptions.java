package io.helios.solo;

import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.model.host.HostName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the environment ask for; a flag wins over its variable.
 *
 * @param stateDirectory of everything that outlives the process
 * @param name of the host, in the cluster
 * @param hostAddress at which the ports of jobs answer, from here and from inside containers
 * @param engine that runs the containers: DOCKER_HOST and DOCKER_CERT_PATH, or the usual socket
 * @param logFile nothing: the log goes to stdout
 */
record SoloOptions(
    Path stateDirectory,
    HostName name,
    int zookeeperPort,
    int masterPort,
    int masterAdminPort,
    int agentPort,
    int agentAdminPort,
    Optional<String> hostAddress,
    DockerEndpoint engine,
    Optional<Path> logFile) {

  /**
   * Reads them.
   *
   * @throws ArgumentParserException when they make no sense, or help was asked for
   */
  static SoloOptions parse(List<String> arguments, Map<String, String> environment)
      throws ArgumentParserException {
    ArgumentParser parser = parser(environment);
    Namespace values = parser.parseArgs(arguments.toArray(String[]::new));
    return new SoloOptions(
        Path.of(values.getString("state_dir")).toAbsolutePath().normalize(),
        hostName(parser, values),
        port(parser, values, "zookeeper_port"),
        port(parser, values, "master_port"),
        port(parser, values, "master_admin_port"),
        port(parser, values, "agent_port"),
        port(parser, values, "agent_admin_port"),
        Optional.ofNullable(values.getString("host_address")),
        engine(parser, environment),
        Optional.ofNullable(values.getString("log_file")).map(Path::of));
  }

  private static ArgumentParser parser(Map<String, String> environment) {
    ArgumentParser parser =
        ArgumentParsers.newFor("helios-solo")
            .build()
            .defaultHelp(true)
            .description("Runs ZooKeeper, a master and an agent in one process.");
    Options options = new Options(parser, environment);
    options.add(
        "--state-dir",
        "HELIOS_SOLO_STATE_DIR",
        defaultStateDirectory(environment),
        "state and data");
    options.add("--name", "HELIOS_SOLO_NAME", "solo", "name of the host");
    options.add(
        "--zookeeper-port", "HELIOS_SOLO_ZOOKEEPER_PORT", "5800", "ZooKeeper, on 127.0.0.1");
    options.add("--master-port", "HELIOS_SOLO_MASTER_PORT", "5801", "the HTTP API, on 127.0.0.1");
    options.add(
        "--master-admin-port",
        "HELIOS_SOLO_MASTER_ADMIN_PORT",
        "5802",
        "health and metrics of the master");
    options.add("--agent-port", "HELIOS_SOLO_AGENT_PORT", "5803", "the agent");
    options.add(
        "--agent-admin-port",
        "HELIOS_SOLO_AGENT_ADMIN_PORT",
        "5804",
        "health and metrics of the agent");
    options.add("--host-address", "HELIOS_HOST_ADDRESS", null, "where the ports of jobs answer");
    options.add("--log-file", "HELIOS_SOLO_LOG_FILE", null, "instead of stdout; rotated");
    return parser;
  }

  private static String defaultStateDirectory(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (state.isEmpty()) {
      state = environment.getOrDefault("HOME", "/root") + "/.local/state";
    }
    return state + "/helios-solo";
  }

  private static int port(ArgumentParser parser, Namespace values, String key)
      throws ArgumentParserException {
    String text = values.getString(key);
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, in the same words as for a number out of range.
    }
    throw new ArgumentParserException(
        "--%s takes a port from 1 to 65535, not %s".formatted(key.replace('_', '-'), text), parser);
  }

  private static HostName hostName(ArgumentParser parser, Namespace values)
      throws ArgumentParserException {
    try {
      return new HostName(values.getString("name"));
    } catch (IllegalArgumentException e) {
      throw new ArgumentParserException("--name: " + e.getMessage(), e, parser);
    }
  }

  private static DockerEndpoint engine(ArgumentParser parser, Map<String, String> environment)
      throws ArgumentParserException {
    String certificates = environment.get("DOCKER_CERT_PATH");
    try {
      return DockerEndpoint.parse(
          environment.get("DOCKER_HOST"), certificates == null ? null : Path.of(certificates));
    } catch (IllegalArgumentException e) {
      throw new ArgumentParserException("DOCKER_HOST: " + e.getMessage(), e, parser);
    }
  }

  private record Options(ArgumentParser parser, Map<String, String> environment) {
    void add(String flag, String variable, @Nullable String otherwise, String help) {
      Argument argument =
          parser
              .addArgument(flag)
              .metavar("X")
              .help("%s (environment: %s)".formatted(help, variable));
      String given = environment.getOrDefault(variable, "");
      argument.setDefault(given.isEmpty() ? otherwise : given);
    }
  }
}
