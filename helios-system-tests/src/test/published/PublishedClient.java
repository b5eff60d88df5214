import com.spotify.helios.client.HeliosClient;
import com.spotify.helios.common.descriptors.Deployment;
import com.spotify.helios.common.descriptors.Goal;
import com.spotify.helios.common.descriptors.Job;
import com.spotify.helios.common.descriptors.JobId;
import com.spotify.helios.common.descriptors.JobStatus;
import com.spotify.helios.common.descriptors.PortMapping;
import com.spotify.helios.common.descriptors.TaskStatus;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes one job through its whole life with the published client. Run as a single source file on
 * the published class path: {@code PublishedClient.java MASTER HOST IMAGE}. Ends with 0 and "done",
 * or with the first thing that was not as the published client expects it.
 */
public final class PublishedClient {
  private final HeliosClient client;
  private final String host;
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

  private PublishedClient(HeliosClient client, String host) {
    this.client = client;
    this.host = host;
  }

  public static void main(String[] arguments) throws Exception {
    try (HeliosClient client =
        HeliosClient.newBuilder().setUser("published").setEndpoints(arguments[0]).build()) {
      new PublishedClient(client, arguments[1]).wholeLife(arguments[2]);
    }
    System.out.println("done");
    System.exit(0);
  }

  private void wholeLife(String image) throws Exception {
    Job job =
        Job.newBuilder()
            .setName("systest-published-client")
            .setVersion("1")
            .setImage(image)
            .setCommand(Arrays.asList("sh", "-c", "trap exit TERM; sleep 600 & wait"))
            .addEnv("A", "b")
            .addPort("http", PortMapping.of(8080))
            .build();
    JobId id = job.getId();
    expect("OK", get(client.createJob(job)).getStatus());
    expect("JOB_ALREADY_EXISTS", get(client.createJob(job)).getStatus());
    expect(job.getCommand(), get(client.jobs()).get(id).getCommand());
    expect(job.getPorts(), get(client.jobs()).get(id).getPorts());
    expect(true, get(client.listHosts()).contains(host));
    expect("UP", get(client.hostStatus(host)).getStatus());
    expect(false, get(client.listMasters()).isEmpty());

    expect("OK", get(client.deploy(Deployment.of(id, Goal.START), host)).getStatus());
    expect("JOB_ALREADY_DEPLOYED", get(client.deploy(Deployment.of(id, Goal.START), host)).getStatus());
    awaitState(id, "RUNNING");
    expect(Goal.START, get(client.deployment(host, id)).getGoal());
    expect("STILL_IN_USE", get(client.deleteJob(id)).getStatus());

    expect("OK", get(client.setGoal(Deployment.of(id, Goal.STOP), host)).getStatus());
    awaitState(id, "STOPPED");
    expect("OK", get(client.setGoal(Deployment.of(id, Goal.START), host)).getStatus());
    awaitState(id, "RUNNING");

    expect(false, get(client.jobHistory(id)).getEvents().isEmpty());
    expect("OK", get(client.undeploy(id, host)).getStatus());
    expect("JOB_NOT_FOUND", get(client.undeploy(id, host)).getStatus());
    expect("OK", get(client.deleteJob(id)).getStatus());
    expect("JOB_NOT_FOUND", get(client.deleteJob(id)).getStatus());
    expect(false, get(client.jobs()).containsKey(id));
  }

  private void awaitState(JobId id, String state) throws Exception {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    ScheduledFuture<?> looks =
        looking.scheduleWithFixedDelay(
            () -> {
              try {
                if (state.equals(stateOf(id))) {
                  reached.complete(null);
                }
              } catch (Exception e) {
                reached.completeExceptionally(e);
              }
            },
            0,
            200,
            TimeUnit.MILLISECONDS);
    try {
      reached.get(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not " + state + " within a minute: " + stateOf(id));
    } finally {
      looks.cancel(false);
    }
  }

  /** What the host says of the job; "none" if it says nothing. */
  private String stateOf(JobId id) throws Exception {
    JobStatus status = get(client.jobStatus(id));
    TaskStatus task = status.getTaskStatuses().get(host);
    return task == null ? "none" : task.getState().name();
  }

  private static <T> T get(Future<T> reply) throws Exception {
    return reply.get(30, TimeUnit.SECONDS);
  }

  private static void expect(Object expected, Object actual) {
    boolean same =
        actual instanceof Enum ? expected.toString().equals(actual.toString()) : expected.equals(actual);
    if (!same) {
      throw new IllegalStateException("expected " + expected + ", but it is " + actual);
    }
  }
}
