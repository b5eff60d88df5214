package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.agent.membership.StateUnusable;
import io.helios.agent.runtime.Observed;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentApplicationTest {
  @TempDir Path state;
  private ClusterOfOne cluster;
  private Job web;

  @BeforeEach
  void begin() {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    web = cluster.job("web", "sim/ok:1");
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @Test
  void a_deployed_job_runs_and_its_history_shows_every_state() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    TaskReport report = cluster.awaitRunning(web, generation);
    Observed container = cluster.running(web).get(0);
    assertThat(report.containerId()).isEqualTo(container.id().value());
    Integer port = report.ports().get("http").externalPort();
    assertThat(port).isBetween(20_000, 20_099);
    assertThat(report.env()).containsEntry("HELIOS_PORT_http", "h1:" + port).containsKey("AGENT");
    assertThat(cluster.history(web))
        .containsExactly(State.PULLING_IMAGE, State.CREATING, State.STARTING, State.RUNNING);
    assertThat(cluster.master.get(Paths.hostLabels(HOST))).isPresent();
    assertThat(cluster.master.get(Paths.hostReport(HOST))).isPresent();
  }

  @Test
  void a_killed_container_is_replaced_with_the_same_ports() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    TaskReport before = cluster.awaitRunning(web, generation);
    cluster.engine.kill(cluster.running(web).get(0).id(), 137);
    eventually(
        () ->
            cluster
                .report(web)
                .filter(r -> r.state() == State.RUNNING)
                .filter(r -> !before.containerId().equals(r.containerId()))
                .isPresent());
    TaskReport after = cluster.report(web).orElseThrow();
    assertThat(after.ports()).isEqualTo(before.ports());
    assertThat(after.restarts()).isEqualTo(1);
    assertThat(after.exitCode()).isEqualTo(137);
    assertThat(cluster.history(web)).contains(State.EXITED);
  }

  @Test
  void an_undeployed_job_is_gone_and_the_order_consumed() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.undeploy(web);
    cluster.awaitGone(web);
    assertThat(cluster.history(web)).endsWith(State.STOPPING, State.STOPPED);
    eventually(() -> taskFiles().isEmpty());
  }

  @Test
  void stop_keeps_the_ports_and_start_brings_a_new_container() throws Exception {
    cluster.startAgent();
    TaskReport before = cluster.awaitRunning(web, cluster.deploy(web));
    cluster.deploy(web, Goal.STOP);
    TaskReport stopped = cluster.awaitState(web, State.STOPPED);
    assertThat(stopped.goal()).isEqualTo(Goal.STOP);
    assertThat(cluster.running(web)).isEmpty();
    TaskReport again = cluster.awaitRunning(web, cluster.deploy(web));
    assertThat(again.ports()).isEqualTo(before.ports());
    assertThat(again.containerId()).isNotEqualTo(before.containerId());
  }

  @Test
  void undeploy_and_deploy_in_quick_succession_end_with_the_last_word() throws Exception {
    cluster.startAgent();
    for (int pause = 0; pause < 12; pause++) {
      Job job = cluster.job("job" + pause, "sim/ok:1");
      cluster.deploy(job);
      await(pause);
      cluster.undeploy(job);
      await(pause);
      long last = cluster.deploy(job);
      cluster.awaitRunning(job, last);
      assertThat(cluster.running(job)).hasSize(1);
      assertThat(cluster.running(job).get(0).task().generation()).isEqualTo(last);
      cluster.undeploy(job);
      await(pause);
      cluster.deploy(job);
      await(pause);
      cluster.undeploy(job);
      cluster.awaitGone(job);
    }
  }

  /** Lets the agent get a little further each time: so many writes of others go by. */
  private void await(int steps) throws Exception {
    for (int i = 0; i < steps * 4; i++) {
      cluster.master.sync();
    }
  }

  @Test
  void a_restarted_agent_adopts_its_containers() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    Observed before = cluster.running(web).get(0);
    cluster.agent.close();
    assertThat(cluster.running(web)).containsExactly(before);
    cluster.startAgent();
    cluster.registered();
    TaskReport report = cluster.awaitRunning(web, generation);
    assertThat(report.containerId()).isEqualTo(before.id().value());
    assertThat(cluster.running(web)).containsExactly(before);
    assertThat(report.restarts()).isNull();
  }

  @Test
  void without_zookeeper_a_restarted_agent_replaces_what_died() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);
    cluster.agent.close();
    cluster.agentTree = cluster.store.newSession();
    cluster.agentTree.disconnect();
    cluster.engine.kill(before.id(), 1);
    cluster.agent = AgentApplication.start(cluster.options(), cluster.outside());
    eventually(() -> cluster.running(web).size() == 1);
    cluster.agentTree.reconnect();
    String now = cluster.running(web).get(0).id().value();
    eventually(() -> cluster.report(web).filter(r -> now.equals(r.containerId())).isPresent());
  }

  @Test
  void a_wiped_tree_stops_nothing_and_the_host_registers_again() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);
    cluster.deleteAll(Paths.host(HOST));
    cluster.deleteAll(Paths.hostStatus(HOST));
    cluster.registered();
    eventually(() -> cluster.report(web).filter(r -> r.orphaned() != null).isPresent());
    assertThat(cluster.report(web).orElseThrow().state()).isEqualTo(State.RUNNING);
    assertThat(cluster.running(web)).containsExactly(before);
  }

  @Test
  void a_tree_without_identity_stops_nothing_and_is_not_written() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);
    for (TreePath top : List.of(Paths.CONFIG, Paths.STATUS)) {
      cluster.deleteAll(top);
    }
    eventually(() -> cluster.agent.conditions().containsKey("ClusterUnknown"));
    cluster.engine.kill(before.id(), 1);
    eventually(() -> !cluster.running(web).isEmpty() && !cluster.running(web).contains(before));
    assertThat(cluster.master.children(TreePath.ROOT)).doesNotContain("config", "status");
  }

  @Test
  void a_foreign_tree_stops_nothing_until_it_is_accepted() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);
    cluster.agent.close();
    cluster.newCluster();
    cluster.startAgent();
    eventually(() -> cluster.agent.conditions().containsKey("ClusterUnknown"));
    assertThat(cluster.running(web)).containsExactly(before);
    assertThat(cluster.master.get(Paths.host(HOST))).isEmpty();
    cluster.acceptCluster = cluster.clusterId;
    cluster.restartAgent();
    cluster.registered();
    eventually(() -> cluster.report(web).filter(r -> r.orphaned() != null).isPresent());
    assertThat(cluster.running(web)).containsExactly(before);
  }

  @Test
  void an_unreadable_deployment_keeps_what_was_known() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);
    TreePath path = Paths.deployment(HOST, web.id());
    cluster.master.commit(Changes.NONE.set(path, new byte[] {'{'}, Changes.ANY_VERSION));
    cluster.engine.kill(before.id(), 1);
    eventually(() -> !cluster.running(web).isEmpty() && !cluster.running(web).contains(before));
    assertThat(cluster.report(web).orElseThrow().orphaned()).isNull();
  }

  @Test
  void a_task_file_cut_at_any_length_stops_neither_the_agent_nor_the_task() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    Observed before = cluster.running(web).get(0);
    cluster.agent.close();
    cluster.agent = null;
    Path file = taskFiles().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(file, Arrays.copyOf(whole, length));
      cluster.startAgent();
      cluster.registered();
      cluster.awaitRunning(web, generation);
      assertThat(cluster.running(web)).containsExactly(before);
      cluster.agent.close();
      cluster.agent = null;
    }
    assertThat(file.resolveSibling(file.getFileName() + ".unreadable")).exists();
  }

  @Test
  void a_missing_image_fails_with_its_reason_and_is_tried_again() throws Exception {
    Job missing = cluster.job("missing", "sim/missing:1");
    cluster.startAgent();
    cluster.deploy(missing);
    TaskReport report = cluster.awaitState(missing, State.FAILED);
    assertThat(report.throttled()).isEqualTo(ThrottleState.IMAGE_MISSING);
    assertThat(report.containerError()).contains("sim/missing:1");
    assertThat(report.nextTry()).isNotNull();
    cluster.undeploy(missing);
    cluster.awaitGone(missing);
  }

  @Test
  void undeploy_gives_up_a_slow_pull() throws Exception {
    Job slow = cluster.job("slow", "sim/slow-pull-600s:1");
    cluster.startAgent();
    cluster.deploy(slow);
    cluster.awaitState(slow, State.PULLING_IMAGE);
    cluster.undeploy(slow);
    cluster.awaitGone(slow);
  }

  @Test
  void a_static_port_is_waited_for_until_its_holder_is_gone() throws Exception {
    Job first = web.toBuilder().setPorts(Map.of("http", PortMapping.of(80, 8080))).build();
    Job second =
        cluster.job("second", "sim/ok:1").toBuilder()
            .setPorts(Map.of("http", PortMapping.of(80, 8080)))
            .build();
    cluster.startAgent();
    cluster.awaitRunning(first, cluster.deploy(first));
    long generation = cluster.deploy(second);
    eventually(() -> cluster.report(second).filter(r -> r.waitingFor() != null).isPresent());
    TaskReport waiting = cluster.report(second).orElseThrow();
    assertThat(waiting.state()).isEqualTo(State.CREATING);
    assertThat(waiting.waitingFor()).contains("8080/tcp").contains(first.id().toString());
    cluster.undeploy(first);
    cluster.awaitRunning(second, generation);
    cluster.awaitGone(first);
    assertThat(cluster.master.get(Paths.port(HOST, 8080, "tcp"))).isPresent();
  }

  @Test
  void an_engine_that_is_away_is_a_condition_and_work_resumes_with_it() throws Exception {
    cluster.engine.goAway();
    cluster.startAgent();
    cluster.deploy(web);
    eventually(() -> cluster.agent.conditions().containsKey("EngineUnresponsive"));
    cluster.engine.comeBack();
    cluster.awaitState(web, State.RUNNING);
    assertThat(cluster.agent.conditions()).doesNotContainKey("EngineUnresponsive");
  }

  @Test
  void what_is_wrong_with_the_host_stands_in_the_tree_while_it_is() throws Exception {
    cluster.startAgent();
    cluster.registered();
    assertThat(cluster.master.get(Paths.hostConditions(HOST))).isEmpty();
    cluster.engine.goAway();
    cluster.deploy(web);
    eventually(() -> conditionsInTree().containsKey("EngineUnresponsive"));
    assertThat(conditionsInTree().toString()).contains("the simulated engine is away");
    cluster.engine.comeBack();
    eventually(() -> conditionsInTree().isEmpty());
  }

  @Test
  void what_an_earlier_life_said_was_wrong_is_taken_back() throws Exception {
    cluster.startAgent();
    cluster.registered();
    cluster.master.commit(
        Changes.NONE.create(
            Paths.hostConditions(HOST), Stored.bytes(Map.of("EngineUnresponsive", "old"))));
    cluster.restartAgent();
    eventually(() -> conditionsInTree().isEmpty());
  }

  private Map<?, ?> conditionsInTree() throws Exception {
    var node = cluster.master.get(Paths.hostConditions(HOST));
    return node.isPresent() ? Stored.read(node.get().data(), Map.class) : Map.of();
  }

  @Test
  void an_unhealthy_task_is_not_called_running() throws Exception {
    Job sick =
        cluster.job("sick", "sim/healthy-after-2s:1").toBuilder()
            .setHealthCheck(new io.helios.model.job.HealthCheck.Exec(List.of("true")))
            .build();
    cluster.engine.addImage("sim/healthy-after-2s:1");
    cluster.startAgent();
    long generation = cluster.deploy(sick);
    cluster.awaitState(sick, State.HEALTHCHECKING);
    cluster.awaitRunning(sick, generation);
    assertThat(cluster.history(sick)).endsWith(State.HEALTHCHECKING, State.RUNNING);
  }

  @Test
  void a_deregistered_host_stops_what_the_order_names_and_consumes_it() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.deregister(cluster.agent.hostId(), List.of(web));
    eventually(() -> cluster.running(web).isEmpty());
    eventually(() -> cluster.master.get(Paths.deregistered(HOST)).isEmpty());
  }

  @Test
  void a_namesake_that_is_alive_keeps_the_name() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    ClusterOfOne.eventually(() -> cluster.agent.conditions().isEmpty());
    Path elsewhere = Files.createDirectory(state.resolve("elsewhere"));
    AgentOptions mine = cluster.options();
    AgentOptions other =
        new AgentOptions(
            mine.name(),
            null,
            elsewhere,
            mine.zooKeeper(),
            java.time.Duration.ZERO,
            null,
            mine.docker(),
            mine.containers(),
            Map.of(),
            Map.of(),
            mine.portRange(),
            mine.keptContainers(),
            mine.images(),
            mine.registrar(),
            mine.kafka(),
            mine.http(),
            mine.admin(),
            0);
    cluster.agentTree = cluster.store.newSession();
    try (AgentApplication namesake = AgentApplication.start(other, cluster.outside())) {
      eventually(() -> namesake.conditions().containsKey("NotRegistered"));
      assertThat(namesake.conditions().get("NotRegistered"))
          .contains(cluster.agent.hostId())
          .contains("--name");
      assertThat(cluster.running(web)).hasSize(1);
      cluster.agent.close();
      cluster.agent = null;
      eventually(
          () ->
              cluster
                  .master
                  .get(Paths.hostId(HOST))
                  .map(node -> read(node.data()))
                  .filter(namesake.hostId()::equals)
                  .isPresent());
    }
  }

  private static String read(byte[] data) {
    try {
      return Stored.read(data, String.class);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void two_agents_never_share_a_state_directory() throws Exception {
    cluster.startAgent();
    assertThatThrownBy(() -> AgentApplication.start(cluster.options(), outsideElsewhere()))
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining("State lock file already locked: ")
        .hasMessageContaining("--state-dir");
  }

  private Outside outsideElsewhere() {
    Outside mine = cluster.outside();
    return new Outside(
        cluster.store.newSession(),
        new io.helios.agent.fixtures.SimulatedRuntime(mine.clock()),
        mine.probe(),
        mine.hostPorts(),
        mine.registrar(),
        mine.events(),
        mine.report(),
        mine.clock());
  }

  private List<Path> taskFiles() throws Exception {
    List<Path> files = new java.util.ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(state.resolve("tasks"), "*.json")) {
      found.forEach(files::add);
    }
    return files;
  }
}
