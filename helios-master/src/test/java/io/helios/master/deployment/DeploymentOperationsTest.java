package io.helios.master.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Changes.Change;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.view.ViewFixture;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentOperationsTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
  private static final HostName HOST = new HostName("h1");
  private static final TreePath PORT = Paths.port(HOST, 8080, "tcp");

  private final Job job = job("web", "");
  private final JobId id = job.id();
  private final ViewFixture cluster = new ViewFixture().job(job).host("h1");

  @Test
  void deploying_writes_deployment_marker_and_port_and_checks_the_host() throws Exception {
    Changes changes = changed(deploy(id, Map.of()));

    assertThat(paths(changes))
        .containsExactly(
            Paths.hostId(HOST),
            // Made and deleted again: that it is not there.
            Paths.hostCordon(HOST),
            Paths.hostCordon(HOST),
            Paths.jobHost(id, HOST),
            Paths.deployment(HOST, id),
            PORT);
    assertThat(deployment(changes).generation()).isEqualTo(NOW.toEpochMilli());
    assertThat(deployment(changes).deployerUser()).isEqualTo("bob");
  }

  @Test
  void a_generation_is_higher_than_whatever_is_known_even_from_the_future() throws Exception {
    long future = NOW.toEpochMilli() + 5_000;
    cluster.says("h1", id, job, ScriptedAgent.report(State.RUNNING, Goal.START, future));
    cluster.ordered("h1", job, future + 1);

    assertThat(deployment(changed(deploy(id, Map.of()))).generation()).isEqualTo(future + 2);
  }

  @Test
  void deploying_again_gives_a_standing_order_another_version_and_never_deletes_it() {
    cluster.ordered("h1", job, 5);

    Changes changes = changed(deploy(id, Map.of(PORT, port(id, 3))));

    assertThat(changes.list())
        .noneMatch(it -> it instanceof Changes.Delete && it.path().equals(Paths.undeploy(HOST, id)))
        .anySatisfy(
            change -> {
              assertThat(change.path()).isEqualTo(Paths.undeploy(HOST, id));
              assertThat(((Changes.Set) change).version()).isEqualTo(ViewFixture.VERSION);
            })
        .anySatisfy(
            change -> {
              assertThat(change).isInstanceOf(Changes.Set.class);
              assertThat(((Changes.Set) change).version()).isEqualTo(3);
            });
  }

  @Test
  void a_port_held_by_a_deployment_or_an_orphan_is_refused_but_not_one_that_only_has_to_stop() {
    Job other = job("other", "");
    cluster.job(other).deployed("h1", other.id(), Goal.STOP, 1);
    assertThat(refused(deploy(id, Map.of())))
        .isEqualTo(new DeploymentRefusal.PortConflict(HOST, "8080/tcp", other.id()));

    cluster.gone(Paths.deployment(HOST, other.id()));
    cluster.says("h1", other.id(), other, running(other));
    assertThat(refused(deploy(id, Map.of())))
        .isEqualTo(new DeploymentRefusal.PortConflict(HOST, "8080/tcp", other.id()));

    cluster.ordered("h1", other, 2);
    assertThat(paths(changed(deploy(id, Map.of(PORT, port(other.id(), 0)))))).contains(PORT);
  }

  @Test
  void a_port_is_held_by_a_deployment_whose_job_or_itself_cannot_be_read() {
    Job other = job("other", "");
    cluster.deployed("h1", other.id(), Goal.START, 1);
    assertThat(refused(deploy(id, Map.of(PORT, port(other.id(), 0)))))
        .isEqualTo(new DeploymentRefusal.PortConflict(HOST, "8080/tcp", other.id()));

    cluster.node(Paths.deployment(HOST, other.id()), new byte[] {'{'});
    assertThat(refused(deploy(id, Map.of(PORT, port(other.id(), 0)))))
        .isEqualTo(new DeploymentRefusal.PortConflict(HOST, "8080/tcp", other.id()));

    Node unreadable = new Node(PORT, new byte[] {'{'}, 5, 1, 1);
    assertThat(paths(changed(deploy(id, Map.of(PORT, unreadable))))).contains(PORT);
  }

  @Test
  void an_order_that_cannot_be_read_is_in_nobodys_way() {
    TreePath order = Paths.undeploy(HOST, id);
    cluster.node(order, new byte[] {'{'});
    assertThat(changed(deploy(id, Map.of())).list())
        .contains(new Changes.Delete(order, Changes.ANY_VERSION));

    cluster.deployed("h1", id, Goal.START, 1);
    assertThat(last(changed(undeploy("")))).isInstanceOf(Changes.Set.class);
  }

  @Test
  void refusals_come_in_the_published_order() {
    Job guarded = job("guarded", "secret");
    cluster.job(guarded);
    assertThat(refused(deploy("nohost", id.withHash("0".repeat(40)), "x")))
        .isInstanceOf(DeploymentRefusal.JobNotFound.class);
    assertThat(refused(deploy("nohost", guarded.id(), "")))
        .isInstanceOf(DeploymentRefusal.Forbidden.class);
    assertThat(refused(deploy("no/host", guarded.id(), "secret")))
        .isInstanceOf(DeploymentRefusal.HostNotFound.class);
    assertThat(refused(deploy("h1", id, "a token for a job without one")))
        .isInstanceOf(DeploymentRefusal.Forbidden.class);
    cluster.deployed("h1", id, Goal.STOP, 1);
    assertThat(refused(deploy("h1", id, ""))).isInstanceOf(DeploymentRefusal.AlreadyDeployed.class);
  }

  @Test
  void undeploying_replaces_the_deployment_by_an_order_with_the_whole_job() throws Exception {
    cluster.deployed("h1", id, Goal.START, 2_000_000);

    Changes changes = changed(undeploy(""));

    assertThat(paths(changes))
        .containsExactly(
            Paths.hostId(HOST),
            Paths.deployment(HOST, id),
            Paths.jobHost(id, HOST),
            Paths.undeploy(HOST, id));
    UndeployOrder order = Stored.read(((Changes.Create) last(changes)).data(), UndeployOrder.class);
    assertThat(order.job()).isEqualTo(job);
    assertThat(order.generation()).isEqualTo(2_000_001);
  }

  @Test
  void what_runs_without_a_deployment_can_be_ordered_away_once() {
    cluster.gone(Paths.job(id));
    cluster.says("h1", id, job, ScriptedAgent.report(State.RUNNING, Goal.START, 1));
    assertThat(paths(changed(undeploy(""))))
        .containsExactly(Paths.hostId(HOST), Paths.undeploy(HOST, id));

    cluster.ordered("h1", job, 2);
    assertThat(refused(undeploy(""))).isInstanceOf(DeploymentRefusal.NotDeployed.class);
  }

  @Test
  void a_deployment_whose_job_is_unreadable_can_still_be_undeployed() {
    cluster.gone(Paths.job(id)).deployed("h1", id, Goal.START, 1);
    assertThat(paths(changed(undeploy("")))).contains(Paths.undeploy(HOST, id));
  }

  @Test
  void the_same_goal_again_changes_nothing_and_another_one_is_a_new_generation() throws Exception {
    cluster.deployed("h1", id, Goal.START, 3_000_000);
    assertThat(setGoal(Goal.START)).isInstanceOf(Decision.Fulfilled.class);

    Changes changes = changed(setGoal(Goal.STOP));

    Changes.Set set = (Changes.Set) last(changes);
    assertThat(set.version()).isEqualTo(ViewFixture.VERSION);
    Deployment written = Stored.read(set.data(), Deployment.class);
    assertThat(written).isEqualTo(new Deployment(id, Goal.STOP, "bob", null, null, 3_000_001L));
  }

  private Decision<DeploymentRefusal> deploy(JobId job, Map<TreePath, Node> ports) {
    return DeployOperation.decide(
        new DeployOperation.Request("h1", job, Goal.START, "", "bob"), cluster.view(), ports, NOW);
  }

  private Decision<DeploymentRefusal> deploy(String host, JobId job, String token) {
    return DeployOperation.decide(
        new DeployOperation.Request(host, job, Goal.START, token, "bob"),
        cluster.view(),
        Map.of(),
        NOW);
  }

  private Decision<DeploymentRefusal> undeploy(String token) {
    return UndeployOperation.decide(
        new UndeployOperation.Request("h1", id, token, "bob"), cluster.view(), NOW);
  }

  private Decision<DeploymentRefusal> setGoal(Goal goal) {
    return SetGoalOperation.decide(
        new SetGoalOperation.Request("h1", id, goal, ""), cluster.view(), NOW);
  }

  private static Job job(String name, String token) {
    return JobHash.identify(
        Job.newBuilder(name, "1")
            .setImage("busybox")
            .setToken(token)
            .setPorts(Map.of("http", PortMapping.of(80, 8080)))
            .build());
  }

  private static TaskReport running(Job job) {
    return TaskReport.newBuilder(State.RUNNING)
        .setGoal(Goal.START)
        .setContainerId("c")
        .setPorts(job.ports())
        .setGeneration(1L)
        .setOrphaned(true)
        .build();
  }

  private Deployment deployment(Changes changes) throws IOException {
    for (Change change : changes.list()) {
      if (change.path().equals(Paths.deployment(HOST, id))) {
        return Stored.read(((Changes.Create) change).data(), Deployment.class);
      }
    }
    throw new AssertionError("no deployment in " + changes);
  }

  private static Node port(JobId holder, int version) {
    return new Node(PORT, Stored.bytes(new PortReservation(holder, null)), version, 1, 1);
  }

  private static Change last(Changes changes) {
    return changes.list().get(changes.list().size() - 1);
  }

  private static List<TreePath> paths(Changes changes) {
    return changes.list().stream().map(Change::path).toList();
  }

  private static Changes changed(Decision<DeploymentRefusal> decision) {
    assertThat(decision).isInstanceOf(Decision.Change.class);
    return ((Decision.Change<DeploymentRefusal>) decision).changes();
  }

  private static DeploymentRefusal refused(Decision<DeploymentRefusal> decision) {
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    return ((Decision.Refuse<DeploymentRefusal>) decision).refusal();
  }
}
