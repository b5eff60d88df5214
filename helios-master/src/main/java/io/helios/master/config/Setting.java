package io.helios.master.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that can be set; the name is that of the option, without dashes in front. */
public enum Setting {
  NAME(Kind.TEXT, "NAME", "name under which this master is listed, unique in the cluster"),
  ZK(Kind.TEXT, "HOST:PORT[,HOST:PORT...][/PATH]", "ZooKeeper", "localhost:2181"),
  ZK_SESSION_TIMEOUT(
      Kind.TEXT,
      "MS",
      "milliseconds after which ZooKeeper counts a silent master as gone",
      "15000"),
  ZK_CONNECTION_TIMEOUT(
      Kind.TEXT, "MS", "milliseconds to wait for an answer of ZooKeeper", "10000"),
  ZK_CLUSTER_ID(
      Kind.TEXT,
      "ID",
      "work with that cluster only; a master that has worked before remembers its own"),
  HTTP(
      Kind.TEXT,
      "URL",
      "where the API listens; nothing authenticates callers",
      "http://0.0.0.0:5801"),
  ADMIN(Kind.TEXT, "URL", "where health, metrics and threads are shown", "http://127.0.0.1:5802"),
  STATE_DIR(
      Kind.TEXT,
      "DIR",
      "remembers the cluster's identity and holds the audit log; is created if missing",
      "."),
  WHITELISTED_CAPABILITY(
      Kind.LIST, "CAP", "Linux capability that jobs may add; may be given several times"),
  AGENT_REAPING_TIMEOUT(
      Kind.TEXT,
      "HOURS",
      "hours after which a host whose agent is dead is removed; 0 for never",
      "336"),
  JOB_RETENTION(
      Kind.TEXT,
      "DAYS",
      "days after which a job that is used nowhere is removed; -1 for never",
      "-1"),
  REAP_HISTORY(Kind.FLAG, "", "remove the history of jobs that are gone"),
  AUDIT_LOG(
      Kind.TEXT,
      "FILE",
      "where every change is told, one JSON object per line; none for nowhere; audit.log in the"
          + " state directory if not given"),
  ACCESS_LOG(Kind.TEXT, "FILE", "where every request is told, in the common format", "none"),
  KAFKA(Kind.LIST, "HOST:PORT", "Kafka broker for events of deployment groups"),
  WEBHOOK(Kind.LIST, "URL", "gets every event as an HTTP POST"),
  WEBHOOK_SECRET(Kind.SECRET, "", "key with which events for webhooks are signed"),
  WEBHOOK_SECRET_FILE(Kind.TEXT, "FILE", "file with the key that signs events for webhooks"),
  EVENT_SENDER_PLUGIN(Kind.LIST, "JAR", "plugin that carries events elsewhere"),
  DOMAIN(
      Kind.TEXT,
      "NAME",
      "domain in which this master is registered; that of /etc/resolv.conf if not given"),
  SERVICE_REGISTRY(
      Kind.TEXT,
      "ADDRESS",
      "registry, in the plugin's own words; found by the domain if not given"),
  SERVICE_REGISTRAR_PLUGIN(
      Kind.TEXT, "JAR", "plugin that registers this master, so that clients find it"),
  INIT_CLUSTER(
      Kind.FLAG,
      "",
      "work with the tree in ZooKeeper even if it is that of another cluster or of none"),
  NO_ZK_REGISTRATION(Kind.FLAG, "", "do not list this master among the masters");

  /** What values it has. */
  public enum Kind {
    TEXT,
    LIST,
    FLAG,
    /** Text that must not be on a command line, where everybody on the machine can read it. */
    SECRET
  }

  private final Kind kind;
  private final String metavar;
  private final String help;
  private final @Nullable String byDefault;

  Setting(Kind kind, String metavar, String help) {
    this(kind, metavar, help, null);
  }

  Setting(Kind kind, String metavar, String help, @Nullable String byDefault) {
    this.kind = kind;
    this.metavar = metavar;
    this.help = help;
    this.byDefault = byDefault;
  }

  public Kind kind() {
    return kind;
  }

  /** What stands for its value in the help. */
  public String metavar() {
    return metavar;
  }

  public String help() {
    return help;
  }

  /** Empty where it is nothing, or depends on the machine. */
  public Optional<String> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  /** In files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** On the command line. */
  public String option() {
    return "--" + key();
  }

  /** In the environment. */
  public String variable() {
    return "HELIOS_MASTER_" + name();
  }
}
