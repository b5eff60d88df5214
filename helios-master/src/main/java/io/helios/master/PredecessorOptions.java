package io.helios.master;

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
 * Options of the predecessor's master that have no effect here. They are read, so that its command
 * lines go on working, and each that is given is told. Those that guard or deliver something are
 * refused: whoever gave them relies on it.
 */
final class PredecessorOptions {
  private static final String METRICS =
      "metrics are served at --admin under /metrics, for Prometheus too";
  private static final String LOGGING = "the log goes to standard error, -v makes it longer";
  private static final String ACLS =
      "access control in ZooKeeper is not there yet; without it whoever reaches ZooKeeper can write"
          + " there, so keep it to yourselves and leave the option out";

  private static final Map<String, String> WITH_VALUE =
      Map.of(
          "--statsd-host-port", METRICS,
          "--riemann-host-port", METRICS,
          "--ffwd-address", METRICS,
          "--ffwd-interval-secs", METRICS,
          "--ffwd-key", METRICS,
          "--sentry-dsn", LOGGING,
          "--logconfig", LOGGING);

  private static final Map<String, String> ALONE =
      Map.of(
          "--no-metrics", METRICS,
          "--ffwd-enabled", METRICS,
          "--syslog", LOGGING,
          "--no-log-setup", LOGGING);

  private static final Map<String, String> REFUSED =
      Map.of(
          "--zk-acl-master-user", ACLS,
          "--zk-acl-agent-user", ACLS,
          "--zk-acl-master-password", ACLS,
          "--zk-acl-agent-digest", ACLS,
          "--pubsub-topic-prefix",
              "there is no sender for Google Pub/Sub; see --event-sender-plugin and --webhook");

  private PredecessorOptions() {}

  static void declare(ArgumentParser parser) {
    ArgumentGroup group =
        parser
            .addArgumentGroup("options of the predecessor")
            .description("Accepted and without effect, or refused.");
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
    new TreeMap<>(REFUSED)
        .forEach(
            (name, reason) ->
                group
                    .addArgument(name)
                    .metavar("VALUE")
                    .action(Arguments.append())
                    .help("refused: " + reason));
  }

  /** What to tell about those without effect that were given, one line each. */
  static List<String> notices(Namespace given) {
    List<String> notices = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(WITH_VALUE);
    all.putAll(ALONE);
    all.forEach(
        (name, reason) -> {
          if (isGiven(given, name)) {
            notices.add(name + " has no effect: " + reason);
          }
        });
    return notices;
  }

  /** Why this cannot run, one line for each option that is refused. */
  static List<String> refusals(Namespace given) {
    List<String> refusals = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(REFUSED);
    all.put("--zk-enable-acls", ACLS);
    all.forEach(
        (name, reason) -> {
          if (isGiven(given, name)) {
            refusals.add(name + " cannot be had: " + reason);
          }
        });
    return refusals;
  }

  private static boolean isGiven(Namespace given, String name) {
    Object value = given.get(name.substring(2).replace('-', '_'));
    return value instanceof Collection<?> || Boolean.TRUE.equals(value);
  }
}
