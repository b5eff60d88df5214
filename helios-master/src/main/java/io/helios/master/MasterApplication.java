package io.helios.master;

import com.codahale.metrics.MetricRegistry;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.presence.TreeLeadership;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.master.about.Readiness;
import io.helios.master.event.AuditLog;
import io.helios.master.event.EventStream;
import io.helios.master.event.LogFile;
import io.helios.master.http.Revisions;
import io.helios.master.metric.MeteredTree;
import io.helios.master.view.LiveView;
import io.helios.master.watch.Watchers;
import io.helios.model.api.HeliosVersion;
import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One master: builds all its parts, starts and stops them. Several may live in one process. HTTP
 * comes up whether ZooKeeper can be reached or not.
 */
public final class MasterApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterApplication.class);

  private static final long AUDIT_LOG_BYTES = 50_000_000;
  private static final int AUDIT_LOGS_KEPT = 9;

  private final MasterOptions options;
  private final Tree tree;
  private final LiveView live;
  private final Membership membership;
  private final Readiness readiness;
  private final TreeLeadership leadership;
  private final EventStream events;
  private final Watchers watchers;
  private final WebServer server;
  private final MasterOutside outside;
  private final Work work;
  private @Nullable SelfRegistration registration;
  private volatile @Nullable Presence presence;
  private volatile String ownId = "";

  /** A master that is not started yet, with its own connection to ZooKeeper. */
  public MasterApplication(MasterOptions options) {
    this(options, MasterOutside.NONE);
  }

  /** As the other, with things from outside, which it closes when it is stopped. */
  public MasterApplication(MasterOptions options, MasterOutside outside) {
    this(options, outside, ZooKeeperTree.connect(options.zooKeeper()), Clock.systemUTC());
  }

  /** A master on a given tree, which it closes when it is stopped. */
  MasterApplication(MasterOptions options, MasterOutside outside, Tree tree, Clock clock) {
    this.options = options;
    this.outside = outside;
    this.events = new EventStream(options.name(), ways(options, outside));
    MetricRegistry metrics = new MetricRegistry();
    this.tree = new MeteredTree(tree, metrics);
    this.live = new LiveView(this.tree, clock);
    this.leadership = new TreeLeadership(this.tree);
    this.membership =
        new Membership(
            this.tree,
            options.stateDirectory(),
            options.clusterId(),
            options.initCluster(),
            this::joined);
    this.readiness = new Readiness(this.tree, live, membership::obstacle);
    Revisions revisions = new Revisions(membership::clusterId);
    this.watchers =
        new Watchers(live, zxid -> revisions.token(zxid).orElseThrow(), Watchers.Limits.DEFAULT);
    Foundation foundation =
        new Foundation(options, this.tree, live, leadership, events, membership::clusterId, clock);
    this.work = new Work(foundation);
    HttpApi api = new HttpApi(foundation, work, readiness, revisions, watchers, metrics);
    this.server = new WebServer(options, metrics, api.json(), api::setUp);
  }

  /**
   * Begins to listen and to look for ZooKeeper.
   *
   * @throws MasterFailed with a message for the operator
   */
  public void start() throws MasterFailed {
    try {
      Files.createDirectories(options.stateDirectory());
      ownId = ownId();
    } catch (IOException e) {
      stop();
      throw new MasterFailed(
          "The state directory "
              + options.stateDirectory()
              + " cannot be used: "
              + FileProblem.inWords(e),
          e);
    }
    // A master that lost what it is told to write down would be noticed when it is too late.
    logFile("audit log", options.auditLog());
    logFile("access log", options.accessLog());
    try {
      server.start();
    } catch (MasterFailed e) {
      stop();
      throw e;
    }
    if (!options.http().isLoopback()) {
      log.warn(
          "The API on {} is open to everyone who can reach it: nothing authenticates callers",
          options.http());
    }
    membership.start();
    registration =
        outside
            .registrar()
            .map(
                source ->
                    new SelfRegistration(source, outside.domain(), options.name(), httpPort()))
            .orElse(null);
    log.info(
        "Helios master {} {} listens on port {}, admin on {}",
        options.name(),
        HeliosVersion.current(),
        httpPort(),
        adminPort());
  }

  /** Finishes the requests in flight, withdraws from the cluster; stopping twice is fine. */
  public void stop() {
    SelfRegistration registered = registration;
    if (registered != null) {
      registered.close(); // First, so that clients look elsewhere.
    }
    watchers.close();
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the HTTP server did not stop cleanly", e);
    }
    membership.close();
    work.close();
    leadership.close();
    Presence announced = presence;
    if (announced != null) {
      announced.close();
    }
    live.close();
    tree.close();
    events.close();
  }

  @Override
  public void close() {
    stop();
  }

  /** The port on which the API listens, which matters where any free one was asked for. */
  public int httpPort() {
    return server.httpPort();
  }

  public int adminPort() {
    return server.adminPort();
  }

  /** Why it cannot serve everything now; empty when it can. */
  public Optional<String> obstacle() {
    return readiness.obstacle();
  }

  /** Tells this master from another one that was given the same name by mistake. */
  private String ownId() throws IOException {
    StateFile file = new StateFile(options.stateDirectory().resolve("master-id"));
    Optional<String> known = file.read();
    if (known.isPresent()) {
      return known.get();
    }
    String id = UUID.randomUUID().toString();
    file.write(id);
    return id;
  }

  private void joined(String clusterId) {
    live.start();
    work.start();
    leadership.seek(clusterId, ownId, options.name());
    if (options.register()) {
      Presence announced =
          new Presence(
              tree,
              clusterId,
              Paths.master(options.name()),
              new Presence.Card(ownId, Map.of("http", options.http().toString())));
      presence = announced;
      announced.start();
    }
  }

  private void logFile(String what, Optional<Path> file) throws MasterFailed {
    if (file.isEmpty()) {
      return;
    }
    try {
      LogFile.open(file.get()).close();
    } catch (IOException e) {
      stop();
      throw new MasterFailed(
          "The " + what + " " + file.get() + " cannot be written: " + FileProblem.inWords(e), e);
    }
  }

  private static List<EventStream.Way> ways(MasterOptions options, MasterOutside outside) {
    List<EventStream.Way> ways = new ArrayList<>(outside.senders());
    options
        .auditLog()
        .map(file -> new AuditLog(file, AUDIT_LOG_BYTES, AUDIT_LOGS_KEPT))
        .map(log -> new EventStream.Way("audit log", log, EventStream.TOPIC::equals))
        .ifPresent(ways::add);
    return ways;
  }
}
