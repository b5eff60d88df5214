package io.helios.agent;

import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.PullOptions;
import io.helios.agent.task.TaskPlanner;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.model.api.HeliosVersion;
import io.helios.model.host.HostName;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** The command line of {@code helios-agent}. */
final class AgentCommandLine {
  private static final String DEFAULT_HTTP = "http://127.0.0.1:5803";
  private static final String DEFAULT_ADMIN = "http://127.0.0.1:5804";

  private final ArgumentParser parser =
      ArgumentParsers.newFor("helios-agent")
          .terminalWidthDetection(false)
          .defaultFormatWidth(100)
          .build()
          .description("Runs the jobs that are deployed on this host, and reports them.")
          .version("helios-agent " + HeliosVersion.current());
  private final String hostName;
  private final Map<String, String> environment;
  private final Path resolver;

  /**
   * A command line.
   *
   * @param hostName what the machine calls itself
   * @param environment the process's variables
   */
  AgentCommandLine(String hostName, Map<String, String> environment) {
    this(hostName, environment, Path.of("/etc/resolv.conf"));
  }

  AgentCommandLine(String hostName, Map<String, String> environment, Path resolver) {
    this.hostName = hostName;
    this.environment = environment;
    this.resolver = resolver;
    identity();
    zooKeeper();
    containers();
    images();
    ImageOptions.declare(parser);
    services();
    listening();
    PredecessorOptions.declare(parser);
  }

  /**
   * Reads it.
   *
   * @throws ArgumentParserException when there is nothing to run: help was shown ({@link
   *     HelpScreenException}), or the message says what is wrong
   * @throws IllegalArgumentException when a value is wrong; the message says which and why
   */
  AgentOptions parse(String... args) throws ArgumentParserException {
    Namespace given = parser.parseArgs(args);
    boolean listens = !given.getBoolean("no_http");
    return new AgentOptions(
        new HostName(given.getString("name")),
        given.getString("id"),
        Path.of(given.getString("state_dir")),
        new ZooKeeperOptions(
            given.getString("zk"),
            Duration.ofMillis(given.getInt("zk_session_timeout")),
            Duration.ofMillis(given.getInt("zk_connection_timeout"))),
        Duration.ofMinutes(
            OptionValues.notNegative("--zk-registration-ttl", given.getInt("zk_registration_ttl"))),
        given.getString("accept_cluster"),
        docker(given),
        new DockerOptions(
            OptionValues.binds(texts(given, "bind")),
            OptionValues.dns(texts(given, "dns")),
            OptionValues.addHosts(texts(given, "add_host")),
            OptionValues.syslog(given.getString("syslog_redirect_to")),
            pulls(given)),
        OptionValues.pairs("--env", given.getList("env")),
        OptionValues.pairs("--labels", given.getList("labels")),
        PortRange.parse(given.getString("port_range")),
        OptionValues.notNegative("--keep-exited", given.getInt("keep_exited")),
        ImageOptions.parse(given),
        registrar(given),
        OptionValues.brokers(texts(given, "kafka")),
        address(listens, "--http", given.getString("http")),
        address(listens, "--admin", given.getString("admin")),
        given.getInt("verbose"));
  }

  /**
   * What to tell about options that are accepted and have no effect, one line each.
   *
   * @throws ArgumentParserException as {@link #parse}
   * @throws IllegalArgumentException when one that cannot be kept guards something
   */
  List<String> notices(String... args) throws ArgumentParserException {
    return PredecessorOptions.notices(parser.parseArgs(args));
  }

  private void identity() {
    parser.addArgument("--version").action(Arguments.version()).help("print the version and exit");
    text("--name", hostName, "name of this host in the cluster");
    option("--id").help("identity of a new state directory; a random one if not given");
    text("--state-dir", ".", "directory for what must outlive the agent");
    option("--accept-cluster")
        .metavar("ID")
        .help("join that cluster, although the agent belonged to another one");
    option("--labels")
        .nargs("+")
        .action(Arguments.append())
        .metavar("NAME=VALUE")
        .help("labels by which deployment groups choose hosts");
    parser
        .addArgument("-v", "--verbose")
        .action(Arguments.count())
        .setDefault(0)
        .help("log more; twice for everything");
  }

  private void zooKeeper() {
    text("--zk", "localhost:2181", "ZooKeeper: host:port[,...][/path]");
    number("--zk-session-timeout", 15_000, "milliseconds of silence after which the host is DOWN");
    number("--zk-connection-timeout", 15_000, "milliseconds to wait for an answer");
    number(
        "--zk-registration-ttl",
        10,
        "minutes that another agent of this name must have been down before its name is taken");
  }

  private void containers() {
    option("--docker")
        .help("container engine: unix:///path or tcp://host:port; DOCKER_HOST if not given");
    option("--docker-cert-path").help("directory with ca.pem, cert.pem, key.pem for tcp");
    option("--env")
        .nargs("+")
        .action(Arguments.append())
        .metavar("NAME=VALUE")
        .help("environment of every container");
    text("--port-range", "20000:32768", "ports of the host for dynamic mappings, END excluded")
        .metavar("START:END");
    repeated("--dns", "IP", "name server of every container");
    repeated("--bind", "SOURCE[:TARGET[:ro|rw]]", "directory bound into every container");
    option("--syslog-redirect-to")
        .metavar("HOST:PORT")
        .help("syslog server (UDP) that gets the output of every container");
    repeated("--add-host", "HOST:IP", "line in every container's /etc/hosts");
  }

  private void images() {
    option("--registry-credentials")
        .metavar("FILE")
        .help("logins for registries, as Docker's config.json; Docker's own file if not given");
    option("--registry-credentials-dir")
        .metavar("DIR")
        .help("files NAME.json like that, for jobs that name their registry credentials");
    number(
        "--keep-exited",
        TaskPlanner.KEPT,
        "ended containers of each job that are kept for a look at their logs");
    number(
        "--pull-stall-limit",
        (int) PullOptions.STALL_LIMIT.toSeconds(),
        "seconds after which a pull is given up in which nothing moves");
  }

  private void services() {
    repeated("--kafka", "HOST:PORT", "Kafka broker to which statuses are told as events");
    option("--domain")
        .help("domain in which services are registered; that of /etc/resolv.conf if not given");
    option("--service-registry")
        .metavar("ADDRESS")
        .help("registry, in the plugin's own words; found by the domain if not given");
    option("--service-registrar-plugin")
        .metavar("JAR")
        .help("plugin that registers services; nothing is registered without one");
  }

  private void listening() {
    text("--http", DEFAULT_HTTP, "where the agent's API listens");
    text("--admin", DEFAULT_ADMIN, "where health and metrics are served");
    parser.addArgument("--no-http").action(Arguments.storeTrue()).help("listen nowhere");
  }

  private Argument option(String name) {
    return parser.addArgument(name);
  }

  private Argument text(String name, String byDefault, String help) {
    return option(name).setDefault(byDefault).help(help + " (default: " + byDefault + ")");
  }

  private void number(String name, int byDefault, String help) {
    option(name)
        .type(Integer.class)
        .setDefault(byDefault)
        .help(help + " (default: " + byDefault + ")");
  }

  private void repeated(String name, String value, String help) {
    option(name).action(Arguments.append()).metavar(value).help(help);
  }

  private DockerEndpoint docker(Namespace given) {
    String address = given.getString("docker");
    String certificates = given.getString("docker_cert_path");
    if (certificates == null) {
      certificates = environment.get("DOCKER_CERT_PATH");
    }
    DockerEndpoint endpoint =
        DockerEndpoint.parse(
            address == null ? environment.get("DOCKER_HOST") : address,
            certificates == null ? null : Path.of(certificates));
    OptionValues.certificates("--docker-cert-path", endpoint.certPath());
    return endpoint;
  }

  private PullOptions pulls(Namespace given) {
    String file = given.getString("registry_credentials");
    String directory = given.getString("registry_credentials_dir");
    int stall = OptionValues.positive("--pull-stall-limit", given.getInt("pull_stall_limit"));
    return new PullOptions(
        file == null ? dockersOwn() : Path.of(file),
        file != null,
        directory == null ? null : Path.of(directory),
        Duration.ofSeconds(stall));
  }

  /** Where {@code docker login} leaves its credentials for the user that the agent runs as. */
  private @Nullable Path dockersOwn() {
    String directory = environment.get("DOCKER_CONFIG");
    String home = environment.get("HOME");
    if (directory != null) {
      return Path.of(directory, "config.json");
    }
    return home == null ? null : Path.of(home, ".docker", "config.json");
  }

  private ServiceRegistrarOptions registrar(Namespace given) {
    String domain = given.getString("domain");
    String plugin = given.getString("service_registrar_plugin");
    return new ServiceRegistrarOptions(
        domain == null ? ResolverDomain.of(resolver) : domain,
        given.getString("service_registry"),
        plugin == null ? null : Path.of(plugin));
  }

  private static List<String> texts(Namespace given, String name) {
    List<String> values = given.getList(name);
    return values == null ? List.of() : values;
  }

  private static Optional<InetSocketAddress> address(boolean listens, String option, String text) {
    return listens ? Optional.of(OptionValues.address(option, text)) : Optional.empty();
  }
}
