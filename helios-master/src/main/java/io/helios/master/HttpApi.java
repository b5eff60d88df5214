package io.helios.master;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.helios.master.about.MastersResource;
import io.helios.master.about.Readiness;
import io.helios.master.about.ReadyResource;
import io.helios.master.about.ReadyServlet;
import io.helios.master.about.VersionResource;
import io.helios.master.deployment.BatchResource;
import io.helios.master.deployment.BatchWork;
import io.helios.master.deployment.Batches;
import io.helios.master.deployment.DeploymentResource;
import io.helios.master.group.GroupResource;
import io.helios.master.group.GroupsResource;
import io.helios.master.group.RollingUpdateResource;
import io.helios.master.history.HistoryResource;
import io.helios.master.host.CordonResource;
import io.helios.master.host.HostStatusesResource;
import io.helios.master.host.HostsResource;
import io.helios.master.http.AcceptFilter;
import io.helios.master.http.AdminPages;
import io.helios.master.http.AnswerJson;
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
import io.helios.master.job.JobsResource;
import io.helios.master.metric.EventMetrics;
import io.helios.master.metric.PrometheusFilter;
import io.helios.master.openapi.OpenApiResource;
import io.helios.master.receipt.OldReceipts;
import io.helios.master.rollout.RolloutsResource;
import io.helios.master.watch.WatchDescription;
import io.helios.master.watch.WatchServlet;
import io.helios.master.watch.Watchers;
import io.helios.model.api.HeliosVersion;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Puts what one master does behind paths: every resource, filter, metric and health check. */
final class HttpApi {
  /** Transactions of batches at once. */
  private static final int BATCH_THREADS = 4;

  private final Foundation on;
  private final Work work;
  private final Readiness readiness;
  private final Revisions revisions;
  private final Watchers watchers;
  private final MetricRegistry metrics;
  private final AnswerJson json = new AnswerJson();

  HttpApi(
      Foundation on,
      Work work,
      Readiness readiness,
      Revisions revisions,
      Watchers watchers,
      MetricRegistry metrics) {
    this.on = on;
    this.work = work;
    this.readiness = readiness;
    this.revisions = revisions;
    this.watchers = watchers;
    this.metrics = metrics;
  }

  /** Writes answers. */
  ObjectMapper json() {
    return json.clear();
  }

  void setUp(Environment environment) {
    JerseyEnvironment jersey = environment.jersey();
    registerFilters(jersey);
    registerResources(jersey, environment);
    // Dropwizard registers the classes of the objects that it was given; so this comes last.
    jersey.register(
        OpenApiResource.of(
            jersey.getResourceConfig().getClasses(),
            List.of(WatchDescription.stream()),
            HeliosVersion.current().toString()));
    ServletRegistration.Dynamic watch =
        environment
            .servlets()
            .addServlet("watch", new WatchServlet(watchers, on.live(), revisions));
    watch.setAsyncSupported(true);
    watch.addMapping("/watch", "/watch/");
    registerMetrics();
    setUpAdmin(environment);
    forgetOldReceipts(environment);
  }

  private void registerFilters(JerseyEnvironment jersey) {
    jersey.register(new EventFilter(on.events(), on.clock()));
    jersey.register(new RequestMetrics(metrics));
    jersey.register(new VersionFilter(HeliosVersion.current()));
    jersey.register(new PathFilter());
    jersey.register(new AcceptFilter());
    jersey.register(new BodyLimit());
    jersey.register(new ViewGate(on.live(), revisions, readiness::obstacle));
    jersey.register(new RequestIdFilter(work.receipts()));
    jersey.register(new ReplayMapper(revisions));
    jersey.register(new IdUsedMapper());
    jersey.register(new RevisionFilter(on.live(), revisions));
    jersey.register(new CorsFilter());
    jersey.register(new FailureMapper());
  }

  private void registerResources(JerseyEnvironment jersey, Environment environment) {
    Answers answers = new Answers(revisions, work.receipts());
    jersey.register(
        new JobsResource(
            work.jobs(),
            answers,
            json,
            metrics.histogram("helios.master_jobs_in_job_list")::update));
    jersey.register(new JobStatusesResource(work.jobs(), json));
    jersey.register(new HostsResource(work.hosts(), answers, json));
    jersey.register(new CordonResource(work.hosts(), answers));
    jersey.register(new HostStatusesResource(work.hosts(), json));
    jersey.register(new DeploymentResource(work.deployments(), answers));
    jersey.register(
        new BatchResource(
            batches(environment), new BatchWork(on.live(), work.deployments(), on.clock())));
    jersey.register(new GroupsResource(work.groups(), answers));
    jersey.register(new GroupResource(work.groups(), work.rollouts(), answers));
    jersey.register(new RollingUpdateResource(work.rollouts(), answers));
    jersey.register(new RolloutsResource(work.rollouts(), answers));
    jersey.register(
        new HistoryResource(
            work.history(), metrics.histogram("helios.master_events_in_job_history")::update));
    jersey.register(new MastersResource(on.live().view()));
    jersey.register(new VersionResource(HeliosVersion.current()));
    jersey.register(new ReadyResource(readiness));
  }

  private Batches batches(Environment environment) {
    ExecutorService threads =
        environment
            .lifecycle()
            .executorService("batch-%d")
            .minThreads(BATCH_THREADS)
            .maxThreads(BATCH_THREADS)
            .build();
    return new Batches(on.live(), work.commits(), work.deployments(), work.receipts(), threads);
  }

  private void registerMetrics() {
    EventMetrics.register(metrics, on.events());
    metrics.registerAll("jvm.memory", new MemoryUsageGaugeSet());
    metrics.registerAll("jvm.gc", new GarbageCollectorMetricSet());
    metrics.gauge("helios.zookeeper.ok", () -> () -> readiness.obstacle().isEmpty() ? 1 : 0);
    metrics.gauge("helios.master.leads", () -> () -> on.leadership().isLeading() ? 1 : 0);
  }

  private void setUpAdmin(Environment environment) {
    environment
        .admin()
        .addFilter("pages", new AdminPages())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment
        .admin()
        .addFilter("prometheus", new PrometheusFilter(metrics))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/metrics");
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

  private void forgetOldReceipts(Environment environment) {
    ScheduledFuture<?> unused =
        environment
            .lifecycle()
            .scheduledExecutorService("receipts-%d", true)
            .threads(1)
            .build()
            .scheduleWithFixedDelay(
                new OldReceipts(on.tree(), on.clusterId(), on.leadership()::isLeading, on.clock()),
                1,
                1,
                TimeUnit.MINUTES);
  }
}
