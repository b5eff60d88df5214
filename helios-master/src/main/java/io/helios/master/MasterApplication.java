package io.helios.master;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.presence.TreeLeadership;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.master.about.MastersResource;
import io.helios.master.about.Readiness;
import io.helios.master.about.ReadyResource;
import io.helios.master.about.ReadyServlet;
import io.helios.master.about.VersionResource;
import io.helios.master.cleanup.ClusterDeeds;
import io.helios.master.cleanup.Reapers;
import io.helios.master.commit.Commits;
import io.helios.master.deployment.BatchResource;
import io.helios.master.deployment.BatchWork;
import io.helios.master.deployment.Batches;
import io.helios.master.deployment.DeploymentResource;
import io.helios.master.deployment.Deployments;
import io.helios.master.event.AuditLog;
import io.helios.master.event.Event;
import io.helios.master.event.EventStream;
import io.helios.master.group.GroupResource;
import io.helios.master.group.Groups;
import io.helios.master.group.GroupsResource;
import io.helios.master.group.RollingUpdateResource;
import io.helios.master.history.HistoryResource;
import io.helios.master.history.JobHistory;
import io.helios.master.host.CordonResource;
import io.helios.master.host.HostStatusesResource;
import io.helios.master.host.Hosts;
import io.helios.master.host.HostsResource;
import io.helios.master.http.AcceptFilter;
import io.helios.master.http.Answers;
import io.helios.master.http.BodyLimit;
import io.helios.master.http.CorsFilter;
import io.helios.master.http.EventFilter;
import io.helios.master.http.FailureMapper;
import io.helios.master.http.IdUsedMapper;
import io.helios.master.http.PathFilter;
import io.helios.master.http.ReplayMapper;
import io.helios.master.http.RequestIdFilter;
import io.helios.master.http.RequestMetrics;
import io.helios.master.http.RevisionFilter;
import io.helios.master.http.Revisions;
import io.helios.master.http.VersionFilter;
import io.helios.master.http.ViewGate;
import io.helios.master.job.JobStatusesResource;
import io.helios.master.job.Jobs;
import io.helios.master.job.JobsResource;
import io.helios.master.metric.EventMetrics;
import io.helios.master.metric.MeteredTree;
import io.helios.master.metric.PrometheusFilter;
import io.helios.master.openapi.OpenApiResource;
import io.helios.master.receipt.OldReceipts;
import io.helios.master.receipt.Receipts;
import io.helios.master.rollout.RolloutDriver;
import io.helios.master.rollout.RolloutEvents;
import io.helios.master.rollout.Rollouts;
import io.helios.master.rollout.RolloutsResource;
import io.helios.master.view.GroupView;
import io.helios.master.view.LiveView;
import io.helios.master.watch.WatchServlet;
import io.helios.master.watch.Watchers;
import io.helios.model.api.HeliosVersion;
import io.helios.model.job.JobId;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One master: builds all its parts, starts and stops them. Several may live in one process. HTTP
 * comes up whether ZooKeeper can be reached or not.
 */
public final class MasterApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterApplication.class);

  /** Published clients give up a request after 10 s. */
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(8);

  /** Transactions of batches at once. */
  private static final int BATCH_THREADS = 4;

  private static final long AUDIT_LOG_BYTES = 50_000_000;
  private static final int AUDIT_LOGS_KEPT = 9;

  private final MasterOptions options;
  private final Tree tree;
  private final LiveView live;
  private final Membership membership;
  private final Readiness readiness;
  private final TreeLeadership leadership;
  private final EventStream events;
  private final Revisions revisions;
  private final Watchers watchers;
  private final WebServer server;
  private final MasterOutside outside;
  private final MetricRegistry metrics;
  private @Nullable Reapers reapers;
  private @Nullable SelfRegistration registration;
  private volatile @Nullable Presence presence;
  private @Nullable RolloutDriver rolloutDriver;
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
    this.metrics = new MetricRegistry();
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
    this.revisions = new Revisions(membership::clusterId);
    this.watchers =
        new Watchers(live, zxid -> revisions.token(zxid).orElseThrow(), Watchers.Limits.DEFAULT);
    this.server = new WebServer(options, metrics, environment -> setUp(environment, clock));
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
          "The state directory " + options.stateDirectory() + " cannot be used: " + e, e);
    }
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
    Reapers working = reapers;
    if (working != null) {
      working.close();
    }
    if (rolloutDriver != null) {
      rolloutDriver.close();
    }
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
    Reapers mine = reapers;
    if (mine != null) {
      mine.start();
    }
    leadership.seek(clusterId, ownId, options.name());
    if (rolloutDriver != null) {
      rolloutDriver.start();
    }
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

  /** Describes all resources; the last one to be registered. */
  private static void describe(JerseyEnvironment jersey) {
    // Dropwizard registers the classes of the objects that it was given.
    jersey.register(
        OpenApiResource.of(
            jersey.getResourceConfig().getClasses(), HeliosVersion.current().toString()));
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

  private static Event event(Map<String, Object> payload, Clock clock) {
    boolean failed = Integer.valueOf(0).equals(payload.get("success"));
    return Event.by(clock.instant(), "rollout." + payload.get("eventType"), "rollouts")
        .ended(failed ? Event.Outcome.FAILED : Event.Outcome.DONE)
        .carrying(new Event.Message(RolloutEvents.TOPIC, payload));
  }

  /** Whether a group is to run the job, wherever it is deployed now. */
  private boolean isJobOfGroup(JobId job) {
    return live.view().groups().stream()
        .map(GroupView::config)
        .anyMatch(config -> config != null && job.equals(config.value().jobId()));
  }

  private void setUpRollouts(
      Environment environment, Commits commits, Answers answers, Clock clock) {
    RolloutEvents told = payload -> events.publish(event(payload, clock));
    Rollouts rollouts = new Rollouts(tree, live, commits, told, clock);
    Groups groups = new Groups(live, commits, clock);
    RolloutDriver driver =
        new RolloutDriver(tree, live, commits, leadership::isLeading, told, options.name(), clock);
    leadership.onChange(driver::leadershipChanged);
    rolloutDriver = driver;
    var jersey = environment.jersey();
    jersey.register(new GroupsResource(groups, answers));
    jersey.register(new GroupResource(groups, rollouts, answers));
    jersey.register(new RollingUpdateResource(rollouts, answers));
    jersey.register(new RolloutsResource(rollouts, answers));
  }

  private void setUp(Environment environment, Clock clock) {
    Receipts receipts = new Receipts(tree, clock);
    ScheduledFuture<?> unused =
        environment
            .lifecycle()
            .scheduledExecutorService("receipts-%d", true)
            .threads(1)
            .build()
            .scheduleWithFixedDelay(
                new OldReceipts(tree, membership::clusterId, leadership::isLeading, clock),
                1,
                1,
                TimeUnit.MINUTES);
    Answers answers = new Answers(revisions, receipts);
    Commits commits =
        new Commits(tree, live, membership::clusterId, clock, REQUEST_LIMIT, receipts);
    Jobs jobs = new Jobs(tree, live, commits, options.allowedCapabilities(), clock);
    var jersey = environment.jersey();
    jersey.register(new EventFilter(events, clock));
    jersey.register(new RequestMetrics(metrics));
    EventMetrics.register(metrics, events);
    metrics.registerAll("jvm.memory", new MemoryUsageGaugeSet());
    metrics.registerAll("jvm.gc", new GarbageCollectorMetricSet());
    metrics.gauge("helios.zookeeper.ok", () -> () -> readiness.obstacle().isEmpty() ? 1 : 0);
    metrics.gauge("helios.master.leads", () -> () -> leadership.isLeading() ? 1 : 0);
    environment
        .admin()
        .addFilter("prometheus", new PrometheusFilter(metrics))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/metrics");
    jersey.register(new VersionFilter(HeliosVersion.current()));
    jersey.register(new PathFilter());
    jersey.register(new AcceptFilter());
    jersey.register(new BodyLimit());
    jersey.register(new ViewGate(live, revisions, readiness::obstacle));
    jersey.register(new RequestIdFilter(receipts));
    jersey.register(new ReplayMapper(revisions));
    jersey.register(new IdUsedMapper());
    jersey.register(new RevisionFilter(live, revisions));
    jersey.register(new CorsFilter());
    jersey.register(new FailureMapper());
    Histogram jobsListed = metrics.histogram("helios.master_jobs_in_job_list");
    jersey.register(new JobsResource(jobs, answers, jobsListed::update));
    Hosts hosts = new Hosts(tree, live, commits, clock);
    jersey.register(new HostsResource(hosts, answers));
    jersey.register(new CordonResource(hosts, answers));
    jersey.register(new HostStatusesResource(hosts));
    jersey.register(new JobStatusesResource(jobs));
    Deployments deployments = new Deployments(tree, live, commits, clock);
    jersey.register(new DeploymentResource(deployments, answers));
    jersey.register(
        new BatchResource(
            new Batches(
                live,
                commits,
                deployments,
                receipts,
                environment
                    .lifecycle()
                    .executorService("batch-%d")
                    .minThreads(BATCH_THREADS)
                    .maxThreads(BATCH_THREADS)
                    .build()),
            new BatchWork(live, deployments, clock)));
    setUpRollouts(environment, commits, answers, clock);
    JobHistory history = new JobHistory(tree, live);
    Histogram eventsTold = metrics.histogram("helios.master_events_in_job_history");
    jersey.register(new HistoryResource(history, eventsTold::update));
    ClusterDeeds deeds = new ClusterDeeds(tree, live, commits, jobs, deployments, hosts, history);
    reapers =
        Reapers.of(deeds, live, leadership, this::isJobOfGroup, options.cleanup(), events, clock);
    jersey.register(new MastersResource(live.view()));
    jersey.register(new VersionResource(HeliosVersion.current()));
    jersey.register(new ReadyResource(readiness));
    describe(jersey);
    ServletRegistration.Dynamic watch =
        environment.servlets().addServlet("watch", new WatchServlet(watchers, live, revisions));
    watch.setAsyncSupported(true);
    watch.addMapping("/watch", "/watch/");
    environment.admin().addServlet("ready", new ReadyServlet(readiness)).addMapping("/ready");
    environment
        .healthChecks()
        .register(
            "zookeeper",
            new HealthCheck() {
              @Override
              protected Result check() {
                return readiness.obstacle().map(Result::unhealthy).orElseGet(Result::healthy);
              }
            });
  }
}
