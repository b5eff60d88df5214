package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.condition.Conditions;
import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.fixtures.SimulatedRuntime.Operation;
import io.helios.agent.runtime.Observed;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.tree.Changes;
import io.helios.model.job.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several agents with one name or one identity, one acts, and the others say why they don't. */
class AgentIdentityTest {
  @TempDir Path state;
  @TempDir Path scratch;
  private ClusterOfOne cluster;
  private SimulatedRuntime otherEngine;
  private Job web;

  @BeforeEach
  void begin() {
    cluster = new ClusterOfOne(state);
    otherEngine = new SimulatedRuntime(Clock.systemUTC());
    cluster.engine.addImage("sim/ok:1");
    otherEngine.addImage("sim/ok:1");
    web = cluster.job("web", "sim/ok:1");
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @Test
  void a_copied_state_directory_on_another_machine_does_nothing_while_the_original_is_used()
      throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Path copy = ClusterOfOne.copy(state, scratch.resolve("copy"));
    try (AgentApplication twin = cluster.another(copy, otherEngine)) {
      eventually(() -> identityCondition(twin).contains("is alive"));
      assertThat(identityCondition(twin))
          .contains(cluster.agent.hostId())
          .contains(state.toString())
          .contains(copy.toString());
      Job later = cluster.job("later", "sim/ok:1");
      cluster.awaitRunning(later, cluster.deploy(later));
      cluster.undeploy(web);
      cluster.awaitGone(web);
      assertThat(otherEngine.calls(Operation.CREATE)).isZero();
      assertThat(cluster.agent.conditions()).isEmpty();
    }
  }

  @Test
  void a_copied_state_directory_on_the_same_machine_takes_over_what_the_original_left()
      throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    Path copy = ClusterOfOne.copy(state, scratch.resolve("copy"));
    cluster.takeOverAfter = Duration.ZERO;
    AgentApplication twin = cluster.another(copy, cluster.engine);
    eventually(() -> identityCondition(twin).contains("is alive"));
    cluster.engine.kill(cluster.running(web).get(0).id(), 1);
    eventually(() -> cluster.running(web).size() == 1);
    Observed kept = cluster.running(web).get(0);
    cluster.awaitRunning(web, generation);
    cluster.agent.close();
    cluster.agent = twin;
    eventually(() -> twin.conditions().isEmpty());
    cluster.registered();
    Job later = cluster.job("later", "sim/ok:1");
    cluster.awaitRunning(later, cluster.deploy(later));
    assertThat(cluster.running(web)).containsExactly(kept);
    cluster.agent.close();
    cluster.agent = cluster.another(copy, cluster.engine);
    assertThat(identityCondition(cluster.agent)).as("it is at home now").isEmpty();
  }

  @Test
  void a_copied_state_directory_waits_as_long_as_for_a_namesake() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.agent.close();
    Path copy = ClusterOfOne.copy(state, scratch.resolve("copy"));
    cluster.agent = cluster.another(copy, otherEngine);
    eventually(() -> identityCondition(cluster.agent).contains("10 minutes"));
    assertThat(cluster.master.get(Paths.hostUp(HOST))).isEmpty();
    assertThat(otherEngine.calls(Operation.CREATE)).isZero();
  }

  @Test
  void without_zookeeper_a_copied_state_directory_does_nothing_until_it_is_called_home()
      throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.agent.close();
    cluster.agent = null;
    Path copy = ClusterOfOne.copy(state, scratch.resolve("copy"));
    cluster.engine.kill(cluster.running(web).get(0).id(), 1);
    int created = cluster.engine.calls(Operation.CREATE);
    int listed = cluster.engine.calls(Operation.LIST);
    try (AgentApplication twin = withoutZooKeeper(copy)) {
      eventually(() -> cluster.engine.calls(Operation.LIST) > listed);
      eventually(() -> twin.conditions().containsKey(Conditions.ZOOKEEPER));
      assertThat(identityCondition(twin)).contains("was copied").contains("delete the file home");
    }
    assertThat(cluster.engine.calls(Operation.CREATE)).isEqualTo(created);
    Files.delete(copy.resolve("home"));
    cluster.agent = withoutZooKeeper(copy);
    eventually(() -> cluster.running(web).size() == 1);
  }

  @Test
  void a_machine_that_was_cloned_as_a_whole_waits_for_the_original_to_end() throws Exception {
    cluster.startAgent();
    String id = cluster.agent.hostId();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    Observed before = cluster.running(web).get(0);
    cluster.agent.close();
    var original = cluster.store.newSession();
    original.commit(
        Changes.NONE.createEphemeral(
            Paths.hostUp(HOST),
            Stored.bytes(
                new Presence.Card(id, Map.of("place", "elsewhere", "described", "/s on m1")))));
    cluster.startAgent();
    eventually(() -> identityCondition(cluster.agent).contains("/s on m1"));
    cluster.engine.kill(before.id(), 1);
    int created = cluster.engine.calls(Operation.CREATE);
    int listed = cluster.engine.calls(Operation.LIST);
    cluster.engine.comeBack(); // Makes the agent look at everything.
    eventually(() -> cluster.engine.calls(Operation.LIST) > listed);
    assertThat(cluster.engine.calls(Operation.CREATE)).isEqualTo(created);
    original.close();
    eventually(() -> cluster.running(web).size() == 1);
    assertThat(cluster.agent.conditions()).isEmpty();
  }

  @Test
  void of_two_with_one_identity_the_one_that_lost_its_session_stands_back() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.takeOverAfter = Duration.ZERO;
    Path copy = ClusterOfOne.copy(state, scratch.resolve("copy"));
    try (AgentApplication twin = cluster.another(copy, otherEngine)) {
      eventually(() -> identityCondition(twin).contains("is alive"));
      cluster.agentTree.expire();
      eventually(() -> twin.conditions().isEmpty());
      cluster.agentTree.reconnect();
      eventually(() -> identityCondition(cluster.agent).contains(copy.toString()));
      Observed before = cluster.running(web).get(0);
      Job later = cluster.job("later", "sim/ok:1");
      cluster.awaitRunning(later, cluster.deploy(later));
      assertThat(cluster.running(later)).isEmpty();
      assertThat(cluster.running(web)).containsExactly(before);
    }
    eventually(() -> cluster.agent.conditions().isEmpty());
  }

  @Test
  void a_reinstalled_host_takes_its_name_over_and_the_old_agent_stands_back() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    String old = cluster.agent.hostId();
    cluster.agentTree.expire();
    cluster.takeOverAfter = Duration.ZERO;
    Path fresh = Files.createDirectory(scratch.resolve("fresh"));
    try (AgentApplication reinstalled = cluster.another(fresh, otherEngine)) {
      eventually(() -> registeredAs(reinstalled.hostId()));
      eventually(() -> otherEngine.containers().size() == 1);
      cluster.takeOverAfter = Duration.ofMinutes(10);
      cluster.agentTree.reconnect();
      eventually(() -> cluster.agent.conditions().containsKey(Conditions.REGISTRATION));
      assertThat(cluster.agent.conditions().get(Conditions.REGISTRATION))
          .contains(reinstalled.hostId());
      cluster.undeploy(web);
      eventually(() -> otherEngine.containers().isEmpty());
      assertThat(cluster.running(web)).as("what %s left alone", old).hasSize(1);
    }
  }

  private AgentApplication withoutZooKeeper(Path directory) throws Exception {
    var tree = cluster.store.newSession();
    tree.disconnect();
    return cluster.another(directory, cluster.engine, tree);
  }

  private boolean registeredAs(String id) throws Exception {
    return HostRegistration.idOf(cluster.master.get(Paths.hostId(HOST)).orElseThrow()).equals(id);
  }

  private static String identityCondition(AgentApplication agent) {
    return agent.conditions().getOrDefault(Conditions.IDENTITY, "");
  }
}
