package io.helios.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentGroup;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * Options of the predecessor's agent that have no effect here. They are read, so that its command
 * lines go on working, and each that is given is told. Those that guard something are refused: an
 * agent must not run unguarded because an option was not understood.
 */
final class PredecessorOptions {
  private static final String METRICS = "metrics are served at --admin under /metrics";
  private static final String EVENTS = "see --kafka";
  private static final String LOGINS = "see --registry-credentials";
  private static final String LOGGING = "the log goes to standard error, -v makes it longer";
  private static final String ACLS = "access control in ZooKeeper is not there yet";

  private static final Map<String, String> WITH_VALUE =
      Map.ofEntries(
          Map.entry("--zk-cluster-id", "an agent remembers its cluster; see --accept-cluster"),
          Map.entry("--docker-connection-pool-size", "connections are not limited"),
          Map.entry("--docker-gcp-account-credentials", LOGINS),
          Map.entry("--statsd-host-port", METRICS),
          Map.entry("--ffwd-address", METRICS),
          Map.entry("--ffwd-interval-secs", METRICS),
          Map.entry("--ffwd-key", METRICS),
          Map.entry("--pubsub-topic-prefix", EVENTS),
          Map.entry("--sentry-dsn", LOGGING),
          Map.entry("--logconfig", LOGGING));

  private static final Map<String, String> ALONE =
      Map.of(
          "--docker-use-gcp-application-default-credentials",
          LOGINS,
          "--disable-job-history",
          "history is short and written together with statuses",
          "--no-metrics",
          METRICS,
          "--ffwd-enabled",
          METRICS,
          "--syslog",
          LOGGING,
          "--no-log-setup",
          LOGGING,
          "--no-zk-registration",
          "the predecessor's agent ignored it too");

  private static final List<String> REFUSED =
      List.of(
          "--zk-acl-master-user",
          "--zk-acl-agent-user",
          "--zk-acl-master-digest",
          "--zk-acl-agent-password");

  private PredecessorOptions() {}

  static void declare(ArgumentParser parser) {
    ArgumentGroup group =
        parser
            .addArgumentGroup("options of the predecessor")
            .description("Accepted and without effect, or refused (--zk-enable-acls, --zk-acl-*).");
    new TreeMap<>(WITH_VALUE)
        .forEach(
            (name, reason) ->
                group
                    .addArgument(name)
                    .metavar("VALUE")
                    .action(Arguments.append())
                    .help("no effect: " + reason));
    new TreeMap<>(ALONE)
        .forEach(
            (name, reason) ->
                group.addArgument(name).action(Arguments.storeTrue()).help("no effect: " + reason));
    group.addArgument("--zk-enable-acls").action(Arguments.storeTrue()).help("refused: " + ACLS);
    REFUSED.forEach(name -> group.addArgument(name).metavar("VALUE").help("refused: " + ACLS));
  }

  /**
   * What to tell about those that were given, one line each.
   *
   * @throws IllegalArgumentException when one of them guards something
   */
  static List<String> notices(Namespace given) {
    for (String name : REFUSED) {
      if (given.get(key(name)) != null) {
        throw refused(name);
      }
    }
    if (Boolean.TRUE.equals(given.getBoolean(key("--zk-enable-acls")))) {
      throw refused("--zk-enable-acls");
    }
    List<String> notices = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(WITH_VALUE);
    all.putAll(ALONE);
    all.forEach(
        (name, reason) -> {
          Object value = given.get(key(name));
          if (value instanceof Collection<?> || Boolean.TRUE.equals(value)) {
            notices.add(name + " has no effect: " + reason);
          }
        });
    return notices;
  }

  private static IllegalArgumentException refused(String name) {
    return new IllegalArgumentException(
        "Invalid "
            + name
            + ": "
            + ACLS
            + "; without it whoever reaches ZooKeeper can write there, so keep it to yourselves and"
            + " leave the option out");
  }

  private static String key(String name) {
    return name.substring(2).replace('-', '_');
  }
}
