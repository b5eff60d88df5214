package io.helios.master;

import static io.helios.master.config.Setting.ACCESS_LOG;
import static io.helios.master.config.Setting.ADMIN;
import static io.helios.master.config.Setting.AGENT_REAPING_TIMEOUT;
import static io.helios.master.config.Setting.AUDIT_LOG;
import static io.helios.master.config.Setting.DOMAIN;
import static io.helios.master.config.Setting.EVENT_SENDER_PLUGIN;
import static io.helios.master.config.Setting.HTTP;
import static io.helios.master.config.Setting.INIT_CLUSTER;
import static io.helios.master.config.Setting.JOB_RETENTION;
import static io.helios.master.config.Setting.KAFKA;
import static io.helios.master.config.Setting.NAME;
import static io.helios.master.config.Setting.NO_ZK_REGISTRATION;
import static io.helios.master.config.Setting.REAP_HISTORY;
import static io.helios.master.config.Setting.SERVICE_REGISTRAR_PLUGIN;
import static io.helios.master.config.Setting.SERVICE_REGISTRY;
import static io.helios.master.config.Setting.STATE_DIR;
import static io.helios.master.config.Setting.WEBHOOK;
import static io.helios.master.config.Setting.WEBHOOK_SECRET;
import static io.helios.master.config.Setting.WEBHOOK_SECRET_FILE;
import static io.helios.master.config.Setting.WHITELISTED_CAPABILITY;
import static io.helios.master.config.Setting.ZK;
import static io.helios.master.config.Setting.ZK_CLUSTER_ID;
import static io.helios.master.config.Setting.ZK_CONNECTION_TIMEOUT;
import static io.helios.master.config.Setting.ZK_SESSION_TIMEOUT;

import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.events.delivery.KafkaSender;
import io.helios.master.cleanup.CleanupRules;
import io.helios.master.config.Setting;
import io.helios.master.config.Settings;
import io.helios.model.file.FileProblem;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What settings come to. Where one is wrong its default stands, and its error is told.
 *
 * @param errors one line each, naming the setting
 */
record MasterConfiguration(
    MasterOptions options,
    SenderOptions senders,
    ServiceRegistrarOptions registrar,
    List<String> errors) {

  /**
   * Where events go beside the audit log.
   *
   * @param kafka brokers; empty for none
   * @param webhooks addresses
   * @param secret with which webhooks are signed; null for not at all
   * @param plugins jars
   */
  record SenderOptions(
      List<String> kafka, List<URI> webhooks, @Nullable String secret, List<Path> plugins) {}

  static MasterConfiguration of(Settings settings, String hostName) {
    Reader read = new Reader(settings);
    Path state = read.of(STATE_DIR, MasterConfiguration::path, () -> Path.of("."));
    Optional<Path> auditLog =
        read.of(
            AUDIT_LOG,
            text -> text.equals("none") ? Optional.<Path>empty() : Optional.of(path(text)),
            () -> Optional.of(MasterOptions.auditLogIn(state)));
    MasterOptions options =
        new MasterOptions(
            read.of(NAME, MasterConfiguration::legalName, () -> hostName),
            zooKeeper(read),
            read.of(HTTP, ListenAddress::parse, () -> new ListenAddress("0.0.0.0", 5801)),
            read.of(ADMIN, ListenAddress::parse, () -> new ListenAddress("127.0.0.1", 5802)),
            state,
            Set.copyOf(settings.list(WHITELISTED_CAPABILITY)),
            read.flag(INIT_CLUSTER),
            !read.flag(NO_ZK_REGISTRATION),
            new CleanupRules(
                read.positive(AGENT_REAPING_TIMEOUT).map(Duration::ofHours),
                read.positive(JOB_RETENTION).map(Duration::ofDays),
                read.flag(REAP_HISTORY)),
            auditLog,
            settings.text(ZK_CLUSTER_ID),
            read.of(
                ACCESS_LOG,
                text -> text.equals("none") ? Optional.<Path>empty() : Optional.of(path(text)),
                Optional::empty));
    SenderOptions senders =
        new SenderOptions(
            read.each(KAFKA, KafkaSender::broker),
            read.each(WEBHOOK, MasterConfiguration::webAddress),
            secret(settings, read),
            read.each(EVENT_SENDER_PLUGIN, MasterConfiguration::path));
    String plugin = settings.text(SERVICE_REGISTRAR_PLUGIN).orElse(null);
    ServiceRegistrarOptions registrar =
        new ServiceRegistrarOptions(
            settings.text(DOMAIN).orElseGet(() -> ResolverDomain.of(Path.of("/etc/resolv.conf"))),
            settings.text(SERVICE_REGISTRY).orElse(null),
            plugin == null ? null : Path.of(plugin));
    return new MasterConfiguration(options, senders, registrar, List.copyOf(read.errors));
  }

  private static ZooKeeperOptions zooKeeper(Reader read) {
    return read.of(ZK, ZooKeeperOptions::of, () -> ZooKeeperOptions.of("localhost:2181"))
        .withSessionTimeout(
            read.of(ZK_SESSION_TIMEOUT, MasterConfiguration::millis, () -> Duration.ofSeconds(15)))
        .withCallTimeout(
            read.of(
                ZK_CONNECTION_TIMEOUT, MasterConfiguration::millis, () -> Duration.ofSeconds(10)));
  }

  private static @Nullable String secret(Settings settings, Reader read) {
    return settings
        .text(WEBHOOK_SECRET)
        .or(
            () ->
                Optional.ofNullable(
                    read.<@Nullable String>of(
                        WEBHOOK_SECRET_FILE, MasterConfiguration::secretIn, () -> null)))
        .orElse(null);
  }

  /** Reads values, and keeps the errors. */
  private static final class Reader {
    private final Settings settings;
    private final List<String> errors = new ArrayList<>();

    Reader(Settings settings) {
      this.settings = settings;
    }

    <T extends @Nullable Object> T of(
        Setting setting, Function<String, T> parse, Supplier<T> otherwise) {
      String text = settings.text(setting).orElse(null);
      if (text != null) {
        try {
          return parse.apply(text);
        } catch (IllegalArgumentException e) {
          errors.add(setting.option() + ": " + e.getMessage());
        }
      }
      return otherwise.get();
    }

    <T> List<T> each(Setting setting, Function<String, T> parse) {
      List<T> values = new ArrayList<>();
      for (String text : settings.list(setting)) {
        try {
          values.add(parse.apply(text));
        } catch (IllegalArgumentException e) {
          errors.add(setting.option() + ": " + e.getMessage());
        }
      }
      return values;
    }

    boolean flag(Setting setting) {
      return of(
          setting,
          text ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw new IllegalArgumentException("'" + text + "' is neither true nor false");
              },
          () -> false);
    }

    Optional<Long> positive(Setting setting) {
      return Optional.of(of(setting, MasterConfiguration::number, () -> -1L)).filter(it -> it > 0);
    }
  }

  private static long number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  private static Duration millis(String text) {
    long millis = number(text);
    if (millis <= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' must be a positive number of milliseconds");
    }
    return Duration.ofMillis(millis);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + text + "' is not a path", e);
    }
  }

  private static String secretIn(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + file + "' is not a path", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'" + file + "' cannot be read: " + FileProblem.inWords(e), e);
    }
  }

  private static URI webAddress(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("'" + text + "' is not an http or https address");
    }
    return uri;
  }

  private static String legalName(String name) {
    if (!name.matches("(?!\\.{1,2}$)[0-9A-Za-z_.:-]{1,253}")) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name: only [0-9A-Za-z_.:-] are allowed, 253 at most");
    }
    return name;
  }
}
