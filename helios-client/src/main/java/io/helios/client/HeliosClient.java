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
  private final Sender sender;
  private final boolean verifyHostNames;
  private final Exchange exchange;
  private final Batch batch;
  private final Rollouts rollouts;

  HeliosClient(Sender sender, boolean verifyHostNames) {
    this.sender = sender;
    this.verifyHostNames = verifyHostNames;
    this.exchange = new Exchange(sender);
    this.batch = new Batch(exchange);
    this.rollouts = new Rollouts(exchange);
  }

  public static HeliosClientBuilder newBuilder() {
    return new HeliosClientBuilder();
  }

  /** Creates a job; the id in the answer is complete. */
  public CompletableFuture<CreateJobResponse> createJob(Job job) {
    return exchange.response(Request.of("POST", "/jobs/").body(job), CreateJobResponse.class);
  }

  public CompletableFuture<JobDeleteResponse> deleteJob(JobId id) {
    return deleteJob(id, "");
  }

  /**
   * @param token the job's token; empty if it has none
   */
  public CompletableFuture<JobDeleteResponse> deleteJob(JobId id, String token) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.job(id)).with("token", token), JobDeleteResponse.class);
  }

  /** One job by its complete id; empty when there is none. */
  public CompletableFuture<Optional<Job>> job(JobId id) {
    return exchange.found(Request.get(ApiPaths.job(id)), new TypeReference<>() {});
  }

  /** All jobs. */
  public CompletableFuture<Map<JobId, Job>> jobs() {
    return exchange.value(Request.get("/jobs"), new TypeReference<>() {});
  }

  /** The jobs whose complete id contains the text. */
  public CompletableFuture<Map<JobId, Job>> jobs(String query) {
    return exchange.value(Request.get("/jobs").with("q", query), new TypeReference<>() {});
  }

  /**
   * @param hostPattern regular expression; only jobs deployed to a host in which it is found
   */
  public CompletableFuture<Map<JobId, Job>> jobs(String query, String hostPattern) {
    return exchange.value(
        Request.get("/jobs").with("q", query).with("hostPattern", hostPattern),
        new TypeReference<>() {});
  }

  /**
   * The jobs that a user may have meant: the one of exactly this id or {@code name:version}, if
   * there is one; otherwise, and always from masters before this line, those whose complete id
   * contains the text.
   */
  public CompletableFuture<Map<JobId, Job>> jobsMeantBy(String reference) {
    return exchange.value(
        Request.get("/jobs").with("q", reference).with("ref", reference), new TypeReference<>() {});
  }

  /**
   * What the master would answer to the creation of the job; nothing is created. Empty when it is
   * too old to be asked.
   */
  public CompletableFuture<Optional<CreateJobResponse>> validateJob(Job job) {
    return exchange.send(
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
    return exchange.send(
        request, reply -> new Page<>(Answers.value(reply, type), reply.header("Helios-Next-Page")));
  }

  /** A job everywhere it is deployed; empty when there is no such job. */
  public CompletableFuture<Optional<JobStatus>> jobStatus(JobId id) {
    return exchange.found(Request.get(ApiPaths.job(id) + "/status"), new TypeReference<>() {});
  }

  /** Many at once; jobs that do not exist are left out. Ids must be complete. */
  public CompletableFuture<Map<JobId, JobStatus>> jobStatuses(Set<JobId> ids) {
    return exchange.value(Request.of("POST", "/jobs/statuses").body(ids), new TypeReference<>() {});
  }

  /** What happened to a job's tasks, oldest first. */
  public CompletableFuture<TaskStatusEvents> jobHistory(JobId id) {
    return exchange.response(Request.get(ApiPaths.history(id)), TaskStatusEvents.class);
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
    return exchange.value(request, new TypeReference<>() {});
  }

  /** Empty when the host is not registered. */
  public CompletableFuture<Optional<HostStatus>> hostStatus(String host) {
    return exchange.found(Request.get(ApiPaths.host(host) + "/status"), new TypeReference<>() {});
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
    return exchange.value(request, new TypeReference<>() {});
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
    return exchange.response(
        Request.of("PUT", ApiPaths.deployment(host, jobOf(deployment)))
            .with("token", token)
            .body(deployment),
        JobDeployResponse.class);
  }

  public CompletableFuture<JobUndeployResponse> undeploy(JobId job, String host) {
    return undeploy(job, host, "");
  }

  /** Answers when the order is on record; the agent stops and removes the container later. */
  public CompletableFuture<JobUndeployResponse> undeploy(JobId job, String host, String token) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.deployment(host, job)).with("token", token),
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
    return exchange.response(
        Request.of(method, ApiPaths.deployment(host, jobOf(deployment)))
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
    return Request.of("POST", ApiPaths.job(job) + "/" + action).with("token", token);
  }

  /** What is asked of the host for that job; empty when it is not deployed there. */
  public CompletableFuture<Optional<Deployment>> deployment(String host, JobId job) {
    return exchange.found(Request.get(ApiPaths.deployment(host, job)), new TypeReference<>() {});
  }

  /** Registers a host by hand; agents do it themselves. Ends with the HTTP status, 200 if done. */
  public CompletableFuture<Integer> registerHost(String host, String id) {
    return exchange.send(Request.of("PUT", ApiPaths.host(host)).with("id", id), Reply::status);
  }

  /** Removes a host with all that was deployed to it. */
  public CompletableFuture<HostDeregisterResponse> deregisterHost(String host) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.host(host)), HostDeregisterResponse.class);
  }

  /** Removes a host; masters of this line refuse it while the host is up or has deployments. */
  public CompletableFuture<HostDeregisterResponse> deregisterUnusedHost(String host) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.host(host)).with("ifUnused", "true"),
        HostDeregisterResponse.class);
  }

  /**
   * Keeps new deployments off a host until {@link #uncordonHost}.
   *
   * @param reason for people; empty for none
   */
  public CompletableFuture<HostCordonResponse> cordonHost(String host, String reason) {
    Request request = Request.of("PUT", ApiPaths.host(host) + "/cordon");
    return exchange.response(
        reason.isEmpty() ? request : request.body(Map.of("reason", reason)),
        HostCordonResponse.class);
  }

  /** Lets new deployments onto the host again. */
  public CompletableFuture<HostCordonResponse> uncordonHost(String host) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.host(host) + "/cordon"), HostCordonResponse.class);
  }

  /** Only the name and the selectors matter. */
  public CompletableFuture<CreateDeploymentGroupResponse> createDeploymentGroup(
      DeploymentGroup group) {
    return exchange.response(
        Request.of("POST", "/deployment-group/").body(group), CreateDeploymentGroupResponse.class);
  }

  /** What the group deployed stays. */
  public CompletableFuture<RemoveDeploymentGroupResponse> removeDeploymentGroup(String name) {
    return exchange.response(
        Request.of("DELETE", ApiPaths.group(name)), RemoveDeploymentGroupResponse.class);
  }

  /** Names, sorted. */
  public CompletableFuture<List<String>> listDeploymentGroups() {
    return exchange.value(Request.get("/deployment-group/"), new TypeReference<>() {});
  }

  /** Empty when there is no such group. */
  public CompletableFuture<Optional<DeploymentGroup>> deploymentGroup(String name) {
    return exchange.found(Request.get(ApiPaths.group(name)), new TypeReference<>() {});
  }

  /** Empty when there is no such group. */
  public CompletableFuture<Optional<DeploymentGroupStatusResponse>> deploymentGroupStatus(
      String name) {
    return exchange.found(Request.get(ApiPaths.group(name) + "/status"), new TypeReference<>() {});
  }

  /**
   * Answers when the rollout is on record; see {@link #rollouts()} for how it goes on.
   *
   * @param job with its complete id
   * @param options what is null is left to the job and the defaults
   */
  public CompletableFuture<RollingUpdateResponse> rollingUpdate(
      String group, JobId job, @Nullable RolloutOptions options) {
    return exchange.response(
        Request.of("POST", ApiPaths.group(group) + "/rolling-update")
            .body(new RollingUpdateRequest(job, options)),
        RollingUpdateResponse.class);
  }

  /** Ends with the HTTP status: 204 if done, 404 if there is no such group. */
  public CompletableFuture<Integer> stopDeploymentGroup(String name) {
    return exchange.send(Request.of("POST", ApiPaths.group(name) + "/stop"), Reply::status);
  }

  /** Changes a group's selectors; hosts that come to match get its job, and others lose it. */
  public CompletableFuture<UpdateDeploymentGroupResponse> updateDeploymentGroup(
      String name, List<HostSelector> hostSelectors) {
    return exchange.response(
        Request.of("PUT", ApiPaths.group(name))
            .body(new UpdateDeploymentGroupRequest(hostSelectors)),
        UpdateDeploymentGroupResponse.class);
  }

  /** The hosts that a group's selectors choose now; empty when there is no such group. */
  public CompletableFuture<Optional<List<MatchedHost>>> deploymentGroupHosts(String name) {
    return exchange.found(Request.get(ApiPaths.group(name) + "/hosts"), new TypeReference<>() {});
  }

  /** The hosts that a group with these selectors would have. */
  public CompletableFuture<List<MatchedHost>> previewDeploymentGroup(
      List<HostSelector> hostSelectors) {
    Request request = Request.get(ApiPaths.group("-") + "/hosts");
    for (HostSelector selector : hostSelectors) {
      request = request.with("selector", selector.toString());
    }
    return exchange.value(request, new TypeReference<>() {});
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
    return exchange.value(Request.get("/masters/"), new TypeReference<>() {});
  }

  /** Both versions; never fails because of the master, but says what is wrong in its place. */
  public CompletableFuture<VersionResponse> version() {
    return exchange
        .send(Request.get("/version/"), HeliosClient::masterVersion)
        .exceptionally(failure -> "Unable to connect to master")
        .thenApply(master -> new VersionResponse(HeliosVersion.current().toString(), master));
  }

  /** Abandons what is under way; its futures fail. */
  @Override
  public void close() {
    exchange.close();
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
}
