package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.membership.StateUnusable;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not stop an agent, nor lead it to touch what is not its own. */
class AgentTroubleTest {
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
  void containers_of_another_agent_on_the_same_engine_are_not_touched() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    ContainerId foreign =
        cluster.engine.create(
            new ContainerSpec(
                "helios-OTHER-web",
                new TaskLabels("OTHER", web.id(), generation - 1, 1),
                web,
                Map.of(),
                Map.of()));
    cluster.engine.start(foreign);
    // Whatever the event led to has happened once the agent has dealt with something later.
    Job later = cluster.job("later", "sim/ok:1");
    cluster.awaitRunning(later, cluster.deploy(later));
    assertThat(cluster.running(web)).extracting(Observed::id).contains(foreign).hasSize(2);
  }

  @Test
  void a_node_with_a_senseless_name_does_not_silence_the_host() throws Exception {
    cluster.startAgent();
    cluster.registered();
    cluster.master.commit(Changes.NONE.create(Paths.taskStatuses(HOST).child("senseless")));
    cluster.agentTree.disconnect();
    cluster.agentTree.reconnect();
    cluster.restartAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
  }

  @Test
  void many_large_statuses_at_once_are_told_in_parts() throws Exception {
    cluster.startAgent();
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Job job =
          cluster.job("large" + i, "sim/ok:1").toBuilder()
              .setEnv(Map.of("LARGE", "x".repeat(30_000)))
              .build();
      jobs.add(job);
      cluster.deploy(job);
    }
    for (Job job : jobs) {
      cluster.awaitState(job, State.RUNNING);
    }
    cluster.agentTree.disconnect();
    jobs.forEach(job -> cluster.engine.kill(cluster.running(job).get(0).id(), 1));
    for (Job job : jobs) {
      eventually(() -> cluster.running(job).size() == 1);
    }
    cluster.agentTree.reconnect();
    for (Job job : jobs) {
      String now = cluster.running(job).get(0).id().value();
      eventually(() -> cluster.report(job).filter(r -> now.equals(r.containerId())).isPresent());
    }
  }

  @Test
  void a_status_of_a_task_that_nobody_knows_is_taken_back() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    TaskReport report = cluster.report(web).orElseThrow();
    cluster.agent.close();
    Job past = cluster.job("past", "sim/ok:1");
    cluster.master.commit(
        Changes.NONE.create(
            Paths.taskStatus(HOST, past.id()), Stored.bytes(new StoredStatus(past, report))));
    cluster.startAgent();
    eventually(() -> cluster.report(past).isEmpty());
    assertThat(cluster.report(web)).isPresent();
  }

  @Test
  void a_task_file_without_a_job_is_set_aside() throws Exception {
    Path file = Files.createDirectories(state.resolve("tasks")).resolve("web.json");
    Files.writeString(file, "{\"schema\":1,\"value\":{\"goal\":\"START\",\"generation\":1}}");
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    assertThat(file.resolveSibling("web.json.unreadable")).exists();
  }

  @Test
  void a_damaged_identity_is_not_replaced_by_a_new_one() throws Exception {
    Files.writeString(state.resolve("id"), "");
    assertThatThrownBy(() -> cluster.startAgent())
        .isInstanceOf(StateUnusable.class)
        .hasMessageContaining(state.resolve("id").toString())
        .hasMessageContaining(TaskLabels.HOST_ID);
  }

  @Test
  void in_the_hosts_network_the_environment_names_the_port_that_answers() throws Exception {
    Job direct = web.toBuilder().setNetworkMode("host").build();
    cluster.startAgent();
    TaskReport report = cluster.awaitRunning(direct, cluster.deploy(direct));
    assertThat(report.env()).containsEntry("HELIOS_PORT_http", "h1:80");
  }

  @Test
  void a_task_that_is_tried_again_is_failed_only_between_the_tries() throws Exception {
    Job broken = cluster.job("broken", "sim/never-starts:1");
    cluster.engine.addImage("sim/never-starts:1");
    cluster.startAgent();
    cluster.deploy(broken);
    eventually(() -> cluster.history(broken).lastIndexOf(State.FAILED) >= 6);
    assertThat(cluster.history(broken))
        .startsWith(
            State.PULLING_IMAGE,
            State.CREATING,
            State.STARTING,
            State.FAILED,
            State.CREATING,
            State.STARTING,
            State.FAILED);
  }

  @Test
  void an_old_stop_is_not_said_to_have_stopped_what_is_newer() throws Exception {
    cluster.startAgent();
    long generation = cluster.deploy(web);
    cluster.awaitRunning(web, generation);
    cluster.master.commit(
        Changes.NONE.set(
            Paths.deployment(HOST, web.id()),
            Stored.bytes(new Deployment(web.id(), Goal.STOP, "test", null, null, generation - 1)),
            Changes.ANY_VERSION));
    eventually(() -> cluster.report(web).filter(r -> r.orphaned() != null).isPresent());
    assertThat(cluster.report(web).orElseThrow().state()).isEqualTo(State.RUNNING);
    assertThat(cluster.running(web)).hasSize(1);
  }

  @Test
  void no_history_is_written_for_a_job_that_was_removed() throws Exception {
    Job stubborn = cluster.job("stubborn", "sim/ignores-sigterm:1");
    cluster.engine.addImage("sim/ignores-sigterm:1");
    cluster.startAgent();
    cluster.awaitRunning(stubborn, cluster.deploy(stubborn));
    eventually(() -> cluster.history(stubborn).contains(State.RUNNING));
    cluster.agentTree.disconnect();
    cluster.undeploy(stubborn);
    TreePath history = Paths.jobHistory(stubborn.id());
    cluster.master.commit(
        Changes.NONE
            .delete(Paths.job(stubborn.id()))
            .delete(Paths.taskHistory(stubborn.id(), HOST))
            .delete(history));
    cluster.agentTree.reconnect();
    cluster.awaitGone(stubborn);
    cluster.awaitRunning(web, cluster.deploy(web));
    assertThat(cluster.master.get(history)).isEmpty();
  }

  @Test
  void a_dynamic_port_that_is_taken_for_a_moment_is_kept() throws Exception {
    cluster.startAgent();
    cluster.engine.failNext(
        SimulatedRuntime.Operation.START, RuntimeFailure.Kind.PORT_TAKEN, "port is taken");
    long generation = cluster.deploy(web);
    TaskReport report = cluster.awaitRunning(web, generation);
    eventually(() -> cluster.history(web).contains(State.RUNNING));
    assertThat(cluster.events(web))
        .filteredOn(event -> event.ports().containsKey("http"))
        .extracting(event -> event.ports().get("http").externalPort())
        .containsOnly(report.ports().get("http").externalPort());
  }

  @Test
  void a_dynamic_port_that_somebody_else_took_is_replaced() throws Exception {
    cluster.startAgent();
    for (int i = 0; i < 2; i++) {
      cluster.engine.failNext(
          SimulatedRuntime.Operation.START, RuntimeFailure.Kind.PORT_TAKEN, "port is taken");
    }
    long generation = cluster.deploy(web);
    TaskReport report = cluster.awaitRunning(web, generation);
    assertThat(cluster.events(web))
        .extracting(event -> event.ports().get("http").externalPort())
        .contains(report.ports().get("http").externalPort())
        .hasSizeGreaterThan(1)
        .anyMatch(port -> !port.equals(report.ports().get("http").externalPort()));
  }

  @Test
  void a_step_that_breaks_down_is_tried_again() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    cluster.probe =
        (check, container) -> {
          if (tries.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("the jar was replaced");
          }
          return io.helios.agent.health.HealthProbe.Result.pass();
        };
    Job checked = web.toBuilder().setHealthCheck(new HealthCheck.Exec(List.of("true"))).build();
    cluster.startAgent();
    cluster.awaitRunning(checked, cluster.deploy(checked));
    assertThat(tries).hasValue(2);
  }

  @Test
  void without_an_engine_a_new_task_says_what_it_waits_for() throws Exception {
    cluster.engine.goAway();
    cluster.startAgent();
    cluster.deploy(web);
    eventually(() -> cluster.report(web).filter(r -> r.waitingFor() != null).isPresent());
    TaskReport waiting = cluster.report(web).orElseThrow();
    assertThat(waiting.state()).isEqualTo(State.CREATING);
    assertThat(waiting.waitingFor()).contains("the simulated engine is away");
    cluster.engine.comeBack();
    assertThat(cluster.awaitState(web, State.RUNNING).waitingFor()).isNull();
  }

  @Test
  void without_an_engine_nothing_is_said_of_a_task_that_may_be_running() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    TaskReport before = cluster.report(web).orElseThrow();
    cluster.agent.close();
    cluster.engine.goAway();
    cluster.startAgent();
    Job fresh = cluster.job("fresh", "sim/ok:1");
    cluster.deploy(fresh);
    eventually(() -> cluster.report(fresh).isPresent());
    assertThat(cluster.report(web)).contains(before);
  }

  @Test
  void a_deregistered_host_does_not_come_back_by_itself() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.deregister(cluster.agent.hostId(), List.of(web));
    eventually(() -> cluster.agent.conditions().containsKey("NotRegistered"));
    eventually(() -> cluster.running(web).isEmpty());
    assertThat(cluster.master.get(Paths.host(HOST))).isEmpty();
    cluster.restartAgent();
    cluster.registered();
  }
}
