package io.helios.agent;

import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.SimulatedRuntime.Operation;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks wait for, and what ends the wait. */
class PortsAndGoalsTest {
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

  private Job fixed(String name, String protocol) {
    return cluster.job(name, "sim/ok:1").toBuilder()
        .setPorts(Map.of("http", new PortMapping(80, 8080, protocol, null)))
        .build();
  }

  /** A host on which a process has a port until it lets it go. */
  private static final class Stranger implements HostPorts {
    volatile boolean holds = true;

    @Override
    public boolean isFree(int port, String protocol, String ip) {
      return !holds || port != 8080 || !protocol.equals(PortMapping.TCP);
    }

    @Override
    public Optional<String> holder(int port, String protocol) {
      return Optional.of("the process 7 (nginx)");
    }
  }

  @Test
  void a_static_port_that_a_stranger_has_is_waited_for_by_his_name() throws Exception {
    Stranger stranger = new Stranger();
    cluster.hostPorts = stranger;
    cluster.startAgent();
    Job job = fixed("first", PortMapping.TCP);
    long generation = cluster.deploy(job);
    eventually(() -> cluster.report(job).filter(r -> r.waitingFor() != null).isPresent());
    TaskReport waiting = cluster.report(job).orElseThrow();
    assertThat(waiting.waitingFor()).isEqualTo("port 8080/tcp, held by the process 7 (nginx)");
    assertThat(waiting.state()).isEqualTo(State.CREATING);
    assertThat(waiting.containerError()).isEmpty();
    assertThat(cluster.engine.calls(Operation.CREATE)).isZero();

    stranger.holds = false;
    TaskReport running = cluster.awaitRunning(job, generation);
    assertThat(running.waitingFor()).isNull();
    assertThat(running.ports().get("http").externalPort()).isEqualTo(8080);
    eventually(() -> cluster.history(job).contains(State.RUNNING));
    assertThat(cluster.events(job)).filteredOn(event -> event.waitingFor() != null).hasSize(1);
    assertThat(cluster.history(job)).endsWith(State.CREATING, State.STARTING, State.RUNNING);
  }

  @Test
  void one_number_serves_two_jobs_of_different_protocols() throws Exception {
    cluster.hostPorts = new Stranger();
    cluster.startAgent();
    Job udp = fixed("udp", PortMapping.UDP);
    cluster.awaitRunning(udp, cluster.deploy(udp));
    Job tcp = fixed("tcp", PortMapping.TCP);
    cluster.deploy(tcp);
    eventually(() -> cluster.report(tcp).filter(r -> r.waitingFor() != null).isPresent());
    assertThat(cluster.report(tcp).orElseThrow().waitingFor()).contains("nginx");
  }

  @Test
  void who_waits_for_a_task_of_ours_starts_when_it_goes_and_not_by_the_clock() throws Exception {
    cluster.clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    cluster.startAgent();
    Job first = fixed("first", PortMapping.TCP);
    cluster.awaitRunning(first, cluster.deploy(first));
    Job second = fixed("second", PortMapping.TCP);
    long generation = cluster.deploy(second);
    eventually(() -> cluster.report(second).filter(r -> r.waitingFor() != null).isPresent());
    assertThat(cluster.report(second).orElseThrow().waitingFor())
        .isEqualTo("port 8080/tcp, held by " + first.id());
    cluster.undeploy(first);
    cluster.awaitRunning(second, generation);
  }

  @Test
  void who_waits_starts_although_the_tree_cannot_be_told_of_the_others_end() throws Exception {
    cluster.clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    cluster.startAgent();
    Job first = fixed("first", PortMapping.TCP);
    cluster.engine.addImage("sim/ignores-sigterm:1");
    Job stubborn =
        first.toBuilder().setImage("sim/ignores-sigterm:1").setSecondsToWaitBeforeKill(3).build();
    cluster.awaitRunning(stubborn, cluster.deploy(stubborn));
    Job second = fixed("second", PortMapping.TCP);
    cluster.deploy(second);
    eventually(() -> cluster.report(second).filter(r -> r.waitingFor() != null).isPresent());
    cluster.undeploy(stubborn);
    cluster.awaitState(stubborn, State.STOPPING);
    cluster.agentTree.disconnect();
    eventually(() -> cluster.running(second).size() == 1);
    cluster.agentTree.reconnect();
  }

  @Test
  void ports_outlive_a_lost_state_directory_and_another_range() throws Exception {
    cluster.startAgent();
    TaskReport before = cluster.awaitRunning(web, cluster.deploy(web));
    String hostId = cluster.agent.hostId();
    cluster.agent.close();
    cluster.engine.kill(cluster.running(web).get(0).id(), 1);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(state.resolve("tasks"))) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    cluster.portRange = PortRange.parse("30000:30010");
    cluster.startAgent();
    assertThat(cluster.agent.hostId()).isEqualTo(hostId);
    eventually(
        () ->
            cluster
                .report(web)
                .filter(r -> r.state() == State.RUNNING)
                .filter(r -> !before.containerId().equals(r.containerId()))
                .isPresent());
    assertThat(cluster.report(web).orElseThrow().ports()).isEqualTo(before.ports());
  }

  @Test
  void a_job_deployed_with_the_goal_stop_has_a_status_at_once() throws Exception {
    cluster.startAgent();
    cluster.deploy(web, Goal.STOP);
    TaskReport report = cluster.awaitState(web, State.STOPPED);
    assertThat(report.goal()).isEqualTo(Goal.STOP);
    assertThat(report.containerId()).isNull();
    assertThat(cluster.engine.calls(Operation.PULL)).isZero();
  }

  @Test
  void a_start_during_a_long_stop_is_shown_and_carried_out_after_it() throws Exception {
    cluster.engine.addImage("sim/ignores-sigterm:1");
    Job stubborn =
        cluster.job("stubborn", "sim/ignores-sigterm:1").toBuilder()
            .setSecondsToWaitBeforeKill(2)
            .build();
    cluster.startAgent();
    TaskReport first = cluster.awaitRunning(stubborn, cluster.deploy(stubborn));
    cluster.deploy(stubborn, Goal.STOP);
    cluster.awaitState(stubborn, State.STOPPING);
    long again = cluster.deploy(stubborn);
    TaskReport second = cluster.awaitRunning(stubborn, again);
    assertThat(second.containerId()).isNotEqualTo(first.containerId());
    assertThat(cluster.events(stubborn))
        .anyMatch(
            event ->
                event.state() == State.STOPPING
                    && event.goal() == Goal.START
                    && event.generation() == again);
    assertThat(cluster.running(stubborn)).hasSize(1);
  }

  @Test
  void a_restarted_agent_waits_for_what_is_left_of_a_wait() throws Exception {
    cluster.clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    Job missing = cluster.job("missing", "sim/missing:1");
    cluster.startAgent();
    cluster.deploy(missing);
    TaskReport before = cluster.awaitState(missing, State.FAILED);
    int pulls = cluster.engine.calls(Operation.PULL);
    cluster.restartAgent();
    // By the time that something later is done, the first has been decided about.
    cluster.awaitRunning(web, cluster.deploy(web));
    assertThat(cluster.report(missing)).contains(before);
    assertThat(cluster.engine.calls(Operation.PULL)).isEqualTo(pulls);
  }

  @Test
  void a_restarted_agent_goes_on_counting_restarts() throws Exception {
    cluster.engine.addImage("sim/oom-after-0s:1");
    Job hungry = cluster.job("hungry", "sim/oom-after-0s:1");
    cluster.startAgent();
    cluster.deploy(hungry);
    eventually(() -> restarts(hungry) >= 3);
    TaskReport report = cluster.report(hungry).orElseThrow();
    assertThat(report.oomKilled()).isTrue();
    assertThat(report.exitCode()).isEqualTo(137);
    int before = restarts(hungry);
    cluster.restartAgent();
    eventually(() -> restarts(hungry) > before);
    cluster.undeploy(hungry);
    cluster.awaitGone(hungry);
    assertThat(cluster.events(hungry))
        .filteredOn(event -> event.restarts() != null)
        .extracting(TaskReport::restarts)
        .isSorted();
    assertThat(List.of(State.STOPPED)).isSubsetOf(cluster.history(hungry));
  }

  private int restarts(Job job) {
    return cluster.report(job).map(TaskReport::restarts).map(Integer::intValue).orElse(0);
  }
}
