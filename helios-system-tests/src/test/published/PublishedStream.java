import com.spotify.helios.client.HeliosClient;
import com.spotify.helios.common.descriptors.Deployment;
import com.spotify.helios.common.descriptors.Goal;
import com.spotify.helios.common.descriptors.Job;
import com.spotify.helios.common.protocol.CreateJobResponse;
import com.spotify.helios.common.protocol.JobDeployResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Creates and deploys many jobs with the published client while masters die. Run as a single source
 * file: {@code PublishedStream.java MASTER,MASTER JOBS HOSTS AT_ONCE}. Says a line per job. Ends
 * with 0 when every answer was OK or the documented one to a repeat of what had been done already.
 */
public final class PublishedStream {
  private PublishedStream() {}

  public static void main(String[] arguments) throws Exception {
    int hosts = Integer.parseInt(arguments[2]);
    ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[3]));
    List<Future<?>> all = new ArrayList<>();
    try (HeliosClient client =
        HeliosClient.newBuilder()
            .setUser("killed")
            .setEndpointStrings(Arrays.asList(arguments[0].split(",")))
            .build()) {
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        int number = i;
        String host = "killed-host-" + number % hosts;
        all.add(threads.submit(() -> createAndDeploy(client, number, host)));
      }
      for (Future<?> one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    }
    System.exit(0);
  }

  private static Void createAndDeploy(HeliosClient client, int number, String host)
      throws Exception {
    Job job =
        Job.newBuilder().setName("published-" + number).setVersion("1").setImage("busybox").build();
    CreateJobResponse.Status created = client.createJob(job).get(90, TimeUnit.SECONDS).getStatus();
    if (created != CreateJobResponse.Status.OK
        && created != CreateJobResponse.Status.JOB_ALREADY_EXISTS) {
      throw new IllegalStateException(number + ": " + created);
    }
    JobDeployResponse.Status deployed =
        client
            .deploy(Deployment.of(job.getId(), Goal.START), host)
            .get(90, TimeUnit.SECONDS)
            .getStatus();
    if (deployed != JobDeployResponse.Status.OK
        && deployed != JobDeployResponse.Status.JOB_ALREADY_DEPLOYED) {
      throw new IllegalStateException(number + ": " + deployed);
    }
    System.out.println("done: " + number + " " + created + " " + deployed);
    return null;
  }
}
