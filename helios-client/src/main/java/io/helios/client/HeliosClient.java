package io.helios.client;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.client.transport.Reply;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.api.HeliosVersion;
import io.helios.model.api.HostCordonResponse;
import io.helios.model.api.HostDeregisterResponse;
import io.helios.model.api.HostResult;
import io.helios.model.api.JobDeleteResponse;
import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.JobUndeployResponse;
import io.helios.model.api.SetGoalResponse;
import io.helios.model.api.TaskStatusEvents;
import io.helios.model.group.CreateDeploymentGroupResponse;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.group.MatchedHost;
import io.helios.model.group.RemoveDeploymentGroupResponse;
import io.helios.model.group.RollingUpdateRequest;
import io.helios.model.group.RollingUpdateResponse;
import io.helios.model.group.UpdateDeploymentGroupRequest;
import io.helios.model.group.UpdateDeploymentGroupResponse;
import io.helios.model.host.HostSelector;
import io.helios.model.host.HostStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the masters of one cluster. Safe for use by several threads; keep one and close it.
 *
 * <p>Every call returns at once. Its future ends with the master's answer, a refusal being an
 * answer (see the response's status), or fails with a {@link HeliosException}. A request that got
 * no answer is repeated under the same request id, so that masters of this line carry it out once;
 * at a predecessor's master a job may turn out to exist already because the first attempt had
 * created it.
 */
public final class HeliosClient implements AutoCloseable {
  private static final int THREADS = 16;

  private final Sender sender;
  private final boolean verifyHostNames;
  private final ExecutorService executor;
  private final Batch batch;
  private final Rollouts rollouts = new Rollouts(this::send);

  HeliosClient(Sender sender, boolean verifyHostNames) {
    this.sender = sender;
    this.verifyHostNames = verifyHostNames;
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "helios-client");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    this.executor = threads;
    this.batch = new Batch(request -> send(request, reply -> reply));
  }

  public static HeliosClientBuilder newBuilder() {
    return new HeliosClientBuilder();
  }

  /** Creates a job; the id in the answer is complete. */
  public CompletableFuture<CreateJobResponse> createJob(Job job) {
    return response(Request.of("POST", "/jobs/").body(job), CreateJobResponse.class);
  }

  public CompletableFuture<JobDeleteResponse> deleteJob(JobId id) {
    return deleteJob(id, "");
  }

  /**
   * @param token the job's token; empty if it has none
   */
  public CompletableFuture<JobDeleteResponse> deleteJob(JobId id, String token) {
    return response(
        Request.of("DELETE", jobPath(id)).with("token", token), JobDeleteResponse.class);
  }

  /** One job by its complete id; empty when there is none. */
  public CompletableFuture<Optional<Job>> job(JobId id) {
    return found(Request.get(jobPath(id)), new TypeReference<>() {});
  }

  /** All jobs. */
  public CompletableFuture<Map<JobId, Job>> jobs() {
    return value(Request.get("/jobs"), new TypeReference<>() {});
  }

  /** The jobs whose complete id contains the text. */
  public CompletableFuture<Map<JobId, Job>> jobs(String query) {
    return value(Request.get("/jobs").with("q", query), new TypeReference<>() {});
  }

  /**
   * @param hostPattern regular expression; only jobs deployed to a host in which it is found
   */
  public CompletableFuture<Map<JobId, Job>> jobs(String query, String hostPattern) {
    return value(
        Request.get("/jobs").with("q", query).with("hostPattern", hostPattern),
        new TypeReference<>() {});
  }

  /**
   * The jobs that a user may have meant: the one of exactly this id or {@code name:version}, if
   * there is one; otherwise, and always from masters before this line, those whose complete id
   * contains the text.
   */
  public CompletableFuture<Map<JobId, Job>> jobsMeantBy(String reference) {
    return value(
        Request.get("/jobs").with("q", reference).with("ref", reference), new TypeReference<>() {});
  }

  /**
   * What the master would answer to the creation of the job; nothing is created. Empty when it is
   * too old to be asked.
   */
  public CompletableFuture<Optional<CreateJobResponse>> validateJob(Job job) {
    return send(
        Request.of("POST", "/jobs/validate").body(job),
        reply ->
            reply.status() == 404 || reply.status() == 405
                ? Optional.empty()
                : Optional.of(Answers.response(reply, CreateJobResponse.class)));
  }

  /**
   * Statuses of jobs, page by page, with secrets hidden.
   *
   * @param choice query parameters of {@code GET /statuses/jobs}, such as {@code limit} and {@code
   *     after}
   */
  public CompletableFuture<Page<JobStatus>> jobStatusPage(Map<String, String> choice) {
    return page("/statuses/jobs", choice, new TypeReference<>() {});
  }

  /**
   * Statuses of hosts, page by page, with secrets hidden.
   *
   * @param choice query parameters of {@code GET /statuses/hosts}, such as {@code limit} and {@code
   *     after}
   */
  public CompletableFuture<Page<HostStatus>> hostStatusPage(Map<String, String> choice) {
    return page("/statuses/hosts", choice, new TypeReference<>() {});
  }

  private <T> CompletableFuture<Page<T>> page(
      String path, Map<String, String> choice, TypeReference<Map<String, T>> type) {
    Request request = Request.get(path);
    for (Map.Entry<String, String> each : choice.entrySet()) {
      request = request.with(each.getKey(), each.getValue());
    }
    return send(
        request, reply -> new Page<>(Answers.value(reply, type), reply.header("Helios-Next-Page")));
  }

  /** A job everywhere it is deployed; empty when there is no such job. */
  public CompletableFuture<Optional<JobStatus>> jobStatus(JobId id) {
    return found(Request.get(jobPath(id) + "/status"), new TypeReference<>() {});
  }

  /** Many at once; jobs that do not exist are left out. Ids must be complete. */
  public CompletableFuture<Map<JobId, JobStatus>> jobStatuses(Set<JobId> ids) {
    return value(Request.of("POST", "/jobs/statuses").body(ids), new TypeReference<>() {});
  }

  /** What happened to a job's tasks, oldest first. */
  public CompletableFuture<TaskStatusEvents> jobHistory(JobId id) {
    return response(
        Request.get("/history/jobs/" + Request.segment(id.toString())), TaskStatusEvents.class);
  }

  /** Names of all registered hosts, connected or not. */
  public CompletableFuture<List<String>> listHosts() {
    return listHosts("", Set.of());
  }

  /**
   * @param namePattern regular expression, found anywhere in the name
   */
  public CompletableFuture<List<String>> listHosts(String namePattern) {
    return listHosts(namePattern, Set.of());
  }

  public CompletableFuture<List<String>> listHosts(Set<String> selectors) {
    return listHosts("", selectors);
  }

  /**
   * @param namePattern regular expression, empty for all
   * @param selectors such as {@code role=web}; all must match
   */
  public CompletableFuture<List<String>> listHosts(String namePattern, Set<String> selectors) {
    Request request = Request.get("/hosts/");
    if (!namePattern.isEmpty()) {
      request = request.with("namePattern", namePattern);
    }
    for (String selector : selectors) {
      request = request.with("selector", selector);
    }
    return value(request, new TypeReference<>() {});
  }

  /** Empty when the host is not registered. */
  public CompletableFuture<Optional<HostStatus>> hostStatus(String host) {
    return found(Request.get(host(host) + "/status"), new TypeReference<>() {});
  }

  /** Many at once; hosts that are not registered are left out. */
  public CompletableFuture<Map<String, HostStatus>> hostStatuses(List<String> hosts) {
    return hostStatuses(hosts, Map.of());
  }

  /**
   * @param queryParams {@code status} may ask for {@code UP} or {@code DOWN} hosts only
   */
  public CompletableFuture<Map<String, HostStatus>> hostStatuses(
      List<String> hosts, Map<String, String> queryParams) {
    Request request = Request.of("POST", "/hosts/statuses").body(hosts);
    for (Map.Entry<String, String> param : queryParams.entrySet()) {
      request = request.with(param.getKey(), param.getValue());
    }
    return value(request, new TypeReference<>() {});
  }

  public CompletableFuture<JobDeployResponse> deploy(Deployment deployment, String host) {
    return deploy(deployment, host, "");
  }

  /**
   * Answers when the deployment is on record; the agent starts the container later.
   *
   * @param deployment with a complete job id and a goal
   * @param token the job's token; empty if it has none
   */
  public CompletableFuture<JobDeployResponse> deploy(
      Deployment deployment, String host, String token) {
    return response(
        Request.of("PUT", deploymentPath(host, jobOf(deployment)))
            .with("token", token)
            .body(deployment),
        JobDeployResponse.class);
  }

  public CompletableFuture<JobUndeployResponse> undeploy(JobId job, String host) {
    return undeploy(job, host, "");
  }

  /** Answers when the order is on record; the agent stops and removes the container later. */
  public CompletableFuture<JobUndeployResponse> undeploy(JobId job, String host, String token) {
    return response(
        Request.of("DELETE", deploymentPath(host, job)).with("token", token),
        JobUndeployResponse.class);
  }

  public CompletableFuture<SetGoalResponse> setGoal(Deployment deployment, String host) {
    return setGoal(deployment, host, "");
  }

  /** Changes what an existing deployment is meant to become. */
  public CompletableFuture<SetGoalResponse> setGoal(
      Deployment deployment, String host, String token) {
    // Masters of this line take POST for the same, for transports that know no PATCH.
    String method = sender.canPatch() ? "PATCH" : "POST";
    return response(
        Request.of(method, deploymentPath(host, jobOf(deployment)))
            .with("token", token)
            .body(deployment),
        SetGoalResponse.class);
  }

  /**
   * Deploys to many hosts, in one request where the masters can.
   *
   * @return one result per host, in that order; {@code ERROR} where its request failed
   */
  public CompletableFuture<List<HostResult>> deploy(
      Deployment deployment, List<String> hosts, String token) {
    JobId job = jobOf(deployment);
    return batch.run(
        forAll(job, "deploy", token),
        job,
        hosts,
        Map.of("goal", Objects.requireNonNull(deployment.goal())),
        host ->
            deploy(deployment, host, token)
                .thenApply(it -> new HostResult(it.status().name(), host, job, it.message())));
  }

  /** Undeploys from many hosts, as {@link #deploy(Deployment, List, String)} deploys. */
  public CompletableFuture<List<HostResult>> undeploy(JobId job, List<String> hosts, String token) {
    return batch.run(
        forAll(job, "undeploy", token),
        job,
        hosts,
        Map.of(),
        host ->
            undeploy(job, host, token)
                .thenApply(it -> new HostResult(it.status().name(), host, job, it.message())));
  }

  /**
   * Starts or stops on many hosts, as {@link #deploy(Deployment, List, String)} deploys.
   *
   * @param deployment whose goal is START or STOP
   */
  public CompletableFuture<List<HostResult>> setGoal(
      Deployment deployment, List<String> hosts, String token) {
    JobId job = jobOf(deployment);
    return batch.run(
        forAll(job, deployment.goal() == Goal.START ? "start" : "stop", token),
        job,
        hosts,
        Map.of(),
        host ->
            setGoal(deployment, host, token)
                .thenApply(it -> new HostResult(it.status().name(), host, job, it.message())));
  }

  private static Request forAll(JobId job, String action, String token) {
    return Request.of("POST", jobPath(job) + "/" + action).with("token", token);
  }

  /** What is asked of the host for that job; empty when it is not deployed there. */
  public CompletableFuture<Optional<Deployment>> deployment(String host, JobId job) {
    return found(Request.get(deploymentPath(host, job)), new TypeReference<>() {});
  }

  /** Registers a host by hand; agents do it themselves. Ends with the HTTP status, 200 if done. */
  public CompletableFuture<Integer> registerHost(String host, String id) {
    return send(Request.of("PUT", host(host)).with("id", id), Reply::status);
  }

  /** Removes a host with all that was deployed to it. */
  public CompletableFuture<HostDeregisterResponse> deregisterHost(String host) {
    return response(Request.of("DELETE", host(host)), HostDeregisterResponse.class);
  }

  /** Removes a host; masters of this line refuse it while the host is up or has deployments. */
  public CompletableFuture<HostDeregisterResponse> deregisterUnusedHost(String host) {
    return response(
        Request.of("DELETE", host(host)).with("ifUnused", "true"), HostDeregisterResponse.class);
  }

  /**
   * Keeps new deployments off a host until {@link #uncordonHost}.
   *
   * @param reason for people; empty for none
   */
  public CompletableFuture<HostCordonResponse> cordonHost(String host, String reason) {
    Request request = Request.of("PUT", host(host) + "/cordon");
    return response(
        reason.isEmpty() ? request : request.body(Map.of("reason", reason)),
        HostCordonResponse.class);
  }

  /** Lets new deployments onto the host again. */
  public CompletableFuture<HostCordonResponse> uncordonHost(String host) {
    return response(Request.of("DELETE", host(host) + "/cordon"), HostCordonResponse.class);
  }

  /** Only the name and the selectors matter. */
  public CompletableFuture<CreateDeploymentGroupResponse> createDeploymentGroup(
      DeploymentGroup group) {
    return response(
        Request.of("POST", "/deployment-group/").body(group), CreateDeploymentGroupResponse.class);
  }

  /** What the group deployed stays. */
  public CompletableFuture<RemoveDeploymentGroupResponse> removeDeploymentGroup(String name) {
    return response(Request.of("DELETE", group(name)), RemoveDeploymentGroupResponse.class);
  }

  /** Names, sorted. */
  public CompletableFuture<List<String>> listDeploymentGroups() {
    return value(Request.get("/deployment-group/"), new TypeReference<>() {});
  }

  /** Empty when there is no such group. */
  public CompletableFuture<Optional<DeploymentGroup>> deploymentGroup(String name) {
    return found(Request.get(group(name)), new TypeReference<>() {});
  }

  /** Empty when there is no such group. */
  public CompletableFuture<Optional<DeploymentGroupStatusResponse>> deploymentGroupStatus(
      String name) {
    return found(Request.get(group(name) + "/status"), new TypeReference<>() {});
  }

  /**
   * Answers when the rollout is on record; see {@link #rollouts()} for how it goes on.
   *
   * @param job with its complete id
   * @param options what is null is left to the job and the defaults
   */
  public CompletableFuture<RollingUpdateResponse> rollingUpdate(
      String group, JobId job, @Nullable RolloutOptions options) {
    return response(
        Request.of("POST", group(group) + "/rolling-update")
            .body(new RollingUpdateRequest(job, options)),
        RollingUpdateResponse.class);
  }

  /** Ends with the HTTP status: 204 if done, 404 if there is no such group. */
  public CompletableFuture<Integer> stopDeploymentGroup(String name) {
    return send(Request.of("POST", group(name) + "/stop"), Reply::status);
  }

  /** Changes a group's selectors; hosts that come to match get its job, and others lose it. */
  public CompletableFuture<UpdateDeploymentGroupResponse> updateDeploymentGroup(
      String name, List<HostSelector> hostSelectors) {
    return response(
        Request.of("PUT", group(name)).body(new UpdateDeploymentGroupRequest(hostSelectors)),
        UpdateDeploymentGroupResponse.class);
  }

  /** The hosts that a group's selectors choose now; empty when there is no such group. */
  public CompletableFuture<Optional<List<MatchedHost>>> deploymentGroupHosts(String name) {
    return found(Request.get(group(name) + "/hosts"), new TypeReference<>() {});
  }

  /** The hosts that a group with these selectors would have. */
  public CompletableFuture<List<MatchedHost>> previewDeploymentGroup(
      List<HostSelector> hostSelectors) {
    Request request = Request.get(group("-") + "/hosts");
    for (HostSelector selector : hostSelectors) {
      request = request.with("selector", selector.toString());
    }
    return value(request, new TypeReference<>() {});
  }

  /** Rollouts as resources. */
  public Rollouts rollouts() {
    return rollouts;
  }

  /**
   * Tells the listener how everything asked for is, and each change of it, until the watch is
   * closed. A watch that begins after a write of this client has ended shows what was written.
   */
  public Watch watch(WatchRequest request, WatchListener listener) {
    Watch watch = new Watch(request, sender, verifyHostNames, listener);
    watch.start();
    return watch;
  }

  /** Names of the masters that are connected at present. */
  public CompletableFuture<List<String>> listMasters() {
    return value(Request.get("/masters/"), new TypeReference<>() {});
  }

  /** Both versions; never fails because of the master, but says what is wrong in its place. */
  public CompletableFuture<VersionResponse> version() {
    return send(Request.get("/version/"), HeliosClient::masterVersion)
        .exceptionally(failure -> "Unable to connect to master")
        .thenApply(master -> new VersionResponse(HeliosVersion.current().toString(), master));
  }

  /** Abandons what is under way; its futures fail. */
  @Override
  public void close() {
    sender.close();
    executor.shutdownNow();
  }

  private static String masterVersion(Reply reply) {
    return reply.status() == 200
        ? reply.text().strip().replace("\"", "")
        : "Master replied with error code " + reply.status();
  }

  private static JobId jobOf(Deployment deployment) {
    JobId job = deployment.jobId();
    if (job == null || deployment.goal() == null) {
      throw new IllegalArgumentException("a deployment needs a job and a goal: " + deployment);
    }
    return job;
  }

  private static String jobPath(JobId id) {
    return "/jobs/" + Request.segment(id.toString());
  }

  private static String host(String host) {
    return "/hosts/" + Request.segment(host);
  }

  static String group(String name) {
    return "/deployment-group/" + Request.segment(name);
  }

  private static String deploymentPath(String host, JobId job) {
    return host(host) + "/jobs/" + Request.segment(job.toString());
  }

  private <T> CompletableFuture<T> value(Request request, TypeReference<T> type) {
    return send(request, reply -> Answers.value(reply, type));
  }

  private <T> CompletableFuture<Optional<T>> found(Request request, TypeReference<T> type) {
    return send(request, reply -> Answers.found(reply, type));
  }

  private <T> CompletableFuture<T> response(Request request, Class<T> type) {
    return send(request, reply -> Answers.response(reply, type));
  }

  private <T> CompletableFuture<T> send(Request request, Function<Reply, T> read) {
    return CompletableFuture.supplyAsync(() -> read.apply(sender.send(request)), executor);
  }
}
