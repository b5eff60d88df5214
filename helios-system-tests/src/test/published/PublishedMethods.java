import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.spotify.helios.client.HeliosClient;
import com.spotify.helios.common.descriptors.Deployment;
import com.spotify.helios.common.descriptors.DeploymentGroup;
import com.spotify.helios.common.descriptors.Goal;
import com.spotify.helios.common.descriptors.HostSelector;
import com.spotify.helios.common.descriptors.Job;
import com.spotify.helios.common.descriptors.JobId;
import com.spotify.helios.common.descriptors.RolloutOptions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Calls every public method that the published client has, each at least once, and compares with
 * what its reflection says that there is. Run as a single source file: {@code PublishedMethods.java
 * MASTER}. Ends with 0 and "done", or with the first thing that was not as expected. Needs no agent.
 */
public final class PublishedMethods {
  private static final String HOST = "published-methods";
  private static final String GROUP = "published-methods";

  private final HeliosClient client;
  private final Map<String, Callable<Object>> calls = new LinkedHashMap<>();
  private final Job job =
      Job.newBuilder().setName("published-methods").setVersion("1").setImage("busybox").build();
  private final Job secret =
      Job.newBuilder()
          .setName("published-methods-secret")
          .setVersion("1")
          .setImage("busybox")
          .setToken("word")
          .build();
  private final JobId id = job.getId();

  private PublishedMethods(HeliosClient client) {
    this.client = client;
  }

  public static void main(String[] arguments) throws Exception {
    try (HeliosClient client =
        HeliosClient.newBuilder().setUser("published").setEndpoints(arguments[0]).build()) {
      new PublishedMethods(client).all();
    }
    System.out.println("done");
    System.exit(0);
  }

  private void all() throws Exception {
    hosts();
    jobs();
    deployments();
    groups();
    ends();
    for (Map.Entry<String, Callable<Object>> call : calls.entrySet()) {
      Object result;
      try {
        result = call.getValue().call();
      } catch (Exception e) {
        throw new IllegalStateException(call.getKey(), e);
      }
      if (!Boolean.TRUE.equals(result)) {
        throw new IllegalStateException(call.getKey() + " answered " + result);
      }
    }
    Set<String> there = new TreeSet<>();
    for (Method method : HeliosClient.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && !method.isSynthetic()
          && !method.getName().equals("close")) {
        there.add(
            method.getName()
                + Arrays.stream(method.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(",", "(", ")")));
      }
    }
    Set<String> called =
        calls.keySet().stream()
            .map(call -> call.replaceFirst(" .*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!there.equals(called)) {
      throw new IllegalStateException("there are\n" + there + "\nbut called were\n" + called);
    }
  }

  private void hosts() {
    calls.put("registerHost(String,String)", () -> is(200, client.registerHost(HOST, "an-id")));
    calls.put("listHosts()", () -> get(client.listHosts()).contains(HOST));
    calls.put("listHosts(String)", () -> get(client.listHosts("shed-meth")).contains(HOST));
    calls.put(
        "listHosts(Set)", () -> !get(client.listHosts(ImmutableSet.of("no=label"))).contains(HOST));
    calls.put(
        "listHosts(String,Set)",
        () -> get(client.listHosts(HOST, Collections.<String>emptySet())).contains(HOST));
    calls.put(
        "hostStatus(String)",
        () -> get(client.hostStatus(HOST)).getStatus().name().equals("DOWN"));
    calls.put(
        "hostStatus(String,Map)",
        () ->
            get(client.hostStatus(HOST, ImmutableMap.of("status", "DOWN"))).getJobs().isEmpty());
    calls.put(
        "hostStatuses(List)",
        () -> get(client.hostStatuses(Arrays.asList(HOST, "none"))).keySet().equals(Set.of(HOST)));
    calls.put(
        "hostStatuses(List,Map)",
        () ->
            get(client.hostStatuses(Arrays.asList(HOST), ImmutableMap.of("status", "UP")))
                .isEmpty());
    calls.put("listMasters()", () -> !get(client.listMasters()).isEmpty());
    calls.put("version()", () -> get(client.version()).getMasterVersion().startsWith("0.10."));
  }

  private void jobs() {
    calls.put("createJob(Job)", () -> ok(get(client.createJob(job)).getStatus()));
    calls.put("createJob(Job) again", () -> ok(get(client.createJob(secret)).getStatus()));
    calls.put("jobs()", () -> get(client.jobs()).get(id).getImage().equals("busybox"));
    calls.put("jobs(String)", () -> get(client.jobs("published-methods:1")).keySet().equals(Set.of(id)));
    calls.put(
        "jobStatus(JobId)", () -> get(client.jobStatus(id)).getDeployments().isEmpty());
    calls.put(
        "jobStatuses(Set)", () -> get(client.jobStatuses(Set.of(id))).keySet().equals(Set.of(id)));
    calls.put("jobHistory(JobId)", () -> get(client.jobHistory(id)).getEvents().isEmpty());
  }

  private void deployments() {
    Deployment start = Deployment.of(id, Goal.START);
    Deployment secretStart = Deployment.of(secret.getId(), Goal.START);
    calls.put("deploy(Deployment,String)", () -> ok(get(client.deploy(start, HOST)).getStatus()));
    calls.put(
        "deploy(Deployment,String,String)",
        () -> ok(get(client.deploy(secretStart, HOST, "word")).getStatus()));
    calls.put(
        "setGoal(Deployment,String)",
        () -> ok(get(client.setGoal(Deployment.of(id, Goal.STOP), HOST)).getStatus()));
    calls.put(
        "setGoal(Deployment,String,String)",
        () -> ok(get(client.setGoal(secretStart, HOST, "word")).getStatus()));
    calls.put(
        "deployment(String,JobId)", () -> get(client.deployment(HOST, id)).getGoal() == Goal.STOP);
    calls.put("undeploy(JobId,String)", () -> ok(get(client.undeploy(id, HOST)).getStatus()));
    calls.put(
        "undeploy(JobId,String,String)",
        () -> ok(get(client.undeploy(secret.getId(), HOST, "word")).getStatus()));
  }

  private void groups() {
    DeploymentGroup group =
        DeploymentGroup.newBuilder()
            .setName(GROUP)
            .setHostSelectors(Arrays.asList(HostSelector.parse("no=label")))
            .build();
    RolloutOptions options = RolloutOptions.newBuilder().setTimeout(60).build();
    calls.put(
        "createDeploymentGroup(DeploymentGroup)",
        () -> named("CREATED", get(client.createDeploymentGroup(group)).getStatus()));
    calls.put("listDeploymentGroups()", () -> get(client.listDeploymentGroups()).contains(GROUP));
    calls.put(
        "deploymentGroup(String)", () -> get(client.deploymentGroup(GROUP)).getName().equals(GROUP));
    calls.put(
        "rollingUpdate(String,JobId,RolloutOptions)",
        () -> ok(get(client.rollingUpdate(GROUP, id, options)).getStatus()));
    calls.put(
        "deploymentGroupStatus(String)",
        () -> get(client.deploymentGroupStatus(GROUP)).getDeploymentGroup().getJobId().equals(id));
    calls.put(
        "stopDeploymentGroup(String)", () -> get(client.stopDeploymentGroup(GROUP)) / 100 == 2);
    calls.put(
        "removeDeploymentGroup(String)",
        () -> named("REMOVED", get(client.removeDeploymentGroup(GROUP)).getStatus()));
  }

  private void ends() {
    calls.put("deleteJob(JobId)", () -> ok(get(client.deleteJob(id)).getStatus()));
    calls.put(
        "deleteJob(JobId,String)",
        () -> ok(get(client.deleteJob(secret.getId(), "word")).getStatus()));
    calls.put("deregisterHost(String)", () -> ok(get(client.deregisterHost(HOST)).getStatus()));
  }

  private static <T> T get(Future<T> reply) throws Exception {
    return reply.get(30, TimeUnit.SECONDS);
  }

  private static boolean is(Object expected, Future<?> reply) throws Exception {
    return expected.equals(get(reply));
  }

  private static boolean ok(Enum<?> status) {
    return named("OK", status);
  }

  private static boolean named(String name, Enum<?> status) {
    if (!status.name().equals(name)) {
      throw new IllegalStateException("expected " + name + ", but it is " + status);
    }
    return true;
  }
}
