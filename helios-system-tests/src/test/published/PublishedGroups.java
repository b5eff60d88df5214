import com.spotify.helios.client.HeliosClient;
import com.spotify.helios.common.descriptors.DeploymentGroup;
import com.spotify.helios.common.descriptors.HostSelector;
import com.spotify.helios.common.descriptors.Job;
import com.spotify.helios.common.descriptors.JobId;
import com.spotify.helios.common.descriptors.RolloutOptions;
import com.spotify.helios.common.protocol.DeploymentGroupStatusResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes a deployment group through its whole life with the published client. Run as a single source
 * file on the published class path: {@code PublishedGroups.java MASTER HOST IMAGE LABEL=VALUE}. Ends
 * with 0 and "done", or with the first thing that was not as the published client expects it.
 */
public final class PublishedGroups {
  private static final String GROUP = "systest-published-client";
  private static final RolloutOptions OPTIONS =
      RolloutOptions.newBuilder().setTimeout(60).setParallelism(1).setToken("").build();

  private final HeliosClient client;
  private final String host;
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

  private PublishedGroups(HeliosClient client, String host) {
    this.client = client;
    this.host = host;
  }

  public static void main(String[] arguments) throws Exception {
    try (HeliosClient client =
        HeliosClient.newBuilder().setUser("published").setEndpoints(arguments[0]).build()) {
      new PublishedGroups(client, arguments[1]).wholeLife(arguments[2], arguments[3]);
    }
    System.out.println("done");
    System.exit(0);
  }

  private void wholeLife(String image, String selector) throws Exception {
    DeploymentGroup group =
        DeploymentGroup.newBuilder()
            .setName(GROUP)
            .setHostSelectors(Collections.singletonList(HostSelector.parse(selector)))
            .build();
    DeploymentGroup other =
        DeploymentGroup.newBuilder()
            .setName(GROUP)
            .setHostSelectors(
                Collections.singletonList(HostSelector.parse("zone in (a, b)")))
            .build();
    JobId one = create(image, "1");
    JobId two = create(image, "2");
    expect("CREATED", get(client.createDeploymentGroup(group)).getStatus());
    expect("NOT_MODIFIED", get(client.createDeploymentGroup(group)).getStatus());
    expect("CONFLICT", get(client.createDeploymentGroup(other)).getStatus());
    expect(true, get(client.listDeploymentGroups()).contains(GROUP));
    expect(group.getHostSelectors(), get(client.deploymentGroup(GROUP)).getHostSelectors());
    expect("IDLE", get(client.deploymentGroupStatus(GROUP)).getStatus());
    expect(true, get(client.deploymentGroup("no-such")) == null);
    expect(true, get(client.deploymentGroupStatus("no-such")) == null);

    expect(
        "DEPLOYMENT_GROUP_NOT_FOUND",
        get(client.rollingUpdate("no-such", one, OPTIONS)).getStatus());
    expect(
        "JOB_NOT_FOUND",
        get(client.rollingUpdate(GROUP, JobId.fromString("no:such:job"), OPTIONS)).getStatus());
    for (JobId job : Arrays.asList(one, two)) {
      expect("OK", get(client.rollingUpdate(GROUP, job, OPTIONS)).getStatus());
      DeploymentGroupStatusResponse active = awaitStatus("ACTIVE");
      expect("DONE", active.getDeploymentGroupStatus().getState());
      expect(job, active.getDeploymentGroup().getJobId());
      expect("MANUAL", active.getDeploymentGroup().getRollingUpdateReason());
      expect(60L, active.getDeploymentGroup().getRolloutOptions().getTimeout());
      expect(1, active.getHostStatuses().size());
      expect(host, active.getHostStatuses().get(0).getHost());
      expect(job, active.getHostStatuses().get(0).getJobId());
      expect("RUNNING", active.getHostStatuses().get(0).getState());
      expect(GROUP, get(client.deployment(host, job)).getDeploymentGroupName());
    }
    expect(204, get(client.stopDeploymentGroup(GROUP)));
    expect(404, get(client.stopDeploymentGroup("no-such")));
    expect("FAILED", get(client.deploymentGroupStatus(GROUP)).getStatus());
    expect("Stopped by user", get(client.deploymentGroupStatus(GROUP)).getError());
    expect("REMOVED", get(client.removeDeploymentGroup(GROUP)).getStatus());
    expect(
        "DEPLOYMENT_GROUP_NOT_FOUND", get(client.removeDeploymentGroup(GROUP)).getStatus());

    expect("OK", get(client.undeploy(two, host)).getStatus());
    expect("OK", get(client.deleteJob(one)).getStatus());
    expect("OK", get(client.deleteJob(two)).getStatus());
  }

  private JobId create(String image, String version) throws Exception {
    Job job =
        Job.newBuilder()
            .setName("systest-published-group")
            .setVersion(version)
            .setImage(image)
            .setCommand(Arrays.asList("sh", "-c", "trap exit TERM; sleep 600 & wait"))
            .build();
    expect("OK", get(client.createJob(job)).getStatus());
    return job.getId();
  }

  private DeploymentGroupStatusResponse awaitStatus(String status) throws Exception {
    CompletableFuture<DeploymentGroupStatusResponse> reached = new CompletableFuture<>();
    ScheduledFuture<?> looks =
        looking.scheduleWithFixedDelay(
            () -> {
              try {
                DeploymentGroupStatusResponse now = get(client.deploymentGroupStatus(GROUP));
                if (status.equals(now.getStatus().name())) {
                  reached.complete(now);
                } else if (!now.getStatus().name().equals("ROLLING_OUT")) {
                  throw new IllegalStateException("it is " + now);
                }
              } catch (Exception e) {
                reached.completeExceptionally(e);
              }
            },
            0,
            200,
            TimeUnit.MILLISECONDS);
    try {
      return reached.get(60, TimeUnit.SECONDS);
    } finally {
      looks.cancel(false);
    }
  }

  private static <T> T get(Future<T> reply) throws Exception {
    return reply.get(30, TimeUnit.SECONDS);
  }

  private static void expect(Object expected, Object actual) {
    boolean same =
        actual instanceof Enum
            ? expected.toString().equals(actual.toString())
            : expected.equals(actual);
    if (!same) {
      throw new IllegalStateException("expected " + expected + ", but it is " + actual);
    }
  }
}
