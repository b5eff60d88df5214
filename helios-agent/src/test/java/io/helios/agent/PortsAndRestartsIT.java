package io.helios.agent;

import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.health.ContainerProbe;
import io.helios.agent.host.BindProbe;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.job.Resources;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent on the real engine: who has a port, how containers end, what is said of it. */
class PortsAndRestartsIT {
  private static final String UNTIL_TERM = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @TempDir Path state;
  private final LocalEngine engine = new LocalEngine();
  private final String image = LocalImages.busybox(engine.client());
  private ClusterOfOne cluster;
  private int port;

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterOfOne(state);
    port = LocalRegistry.freePort();
    cluster.portRange = new PortRange(27_000, 27_100);
    cluster.hostPorts = new BindProbe();
    start();
  }

  @AfterEach
  void end() throws Exception {
    String hostId = cluster.agent.hostId();
    cluster.close();
    engine.removeContainersOf(hostId);
    engine.close();
  }

  private void start() throws Exception {
    cluster.runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());
    cluster.probe = new ContainerProbe(cluster.runtime);
    cluster.startAgent();
  }

  private Job shell(String name, String script) {
    return cluster.job(name, image).toBuilder()
        .setCommand(List.of("sh", "-c", script))
        .setPorts(Map.of())
        .build();
  }

  private Job on(PortMapping mapping, String name) {
    return shell(name, UNTIL_TERM).toBuilder().setPorts(Map.of("http", mapping)).build();
  }

  private TaskReport awaitWaiting(Job job) {
    eventually(() -> cluster.report(job).filter(r -> r.waitingFor() != null).isPresent());
    return cluster.report(job).orElseThrow();
  }

  @Test
  void a_static_tcp_port_of_a_process_is_waited_for_by_its_name_until_it_is_free()
      throws Exception {
    Job job = on(PortMapping.of(80, port), "tcp");
    long generation;
    try (ServerSocket stranger = new ServerSocket(port)) {
      generation = cluster.deploy(job);
      TaskReport waiting = awaitWaiting(job);
      assertThat(waiting.state()).isEqualTo(State.CREATING);
      assertThat(waiting.waitingFor())
          .isEqualTo(
              "port %d/tcp, held by the process %d (java)",
              stranger.getLocalPort(), ProcessHandle.current().pid());
    }
    cluster.awaitRunning(job, generation);
  }

  @Test
  void a_static_udp_port_of_a_process_is_waited_for_and_a_tcp_job_does_not_mind() throws Exception {
    Job udp = on(new PortMapping(53, port, PortMapping.UDP, null), "udp");
    Job tcp = on(PortMapping.of(53, port), "tcp");
    long generation;
    try (DatagramSocket stranger = new DatagramSocket(port)) {
      generation = cluster.deploy(udp);
      assertThat(awaitWaiting(udp).waitingFor())
          .isEqualTo(
              "port %d/udp, held by the process %d (java)",
              stranger.getLocalPort(), ProcessHandle.current().pid());
      cluster.awaitRunning(tcp, cluster.deploy(tcp));
    }
    cluster.awaitRunning(udp, generation);
  }

  @Test
  void a_container_of_somebody_else_that_has_the_port_is_named() throws Exception {
    ExposedPort inside = ExposedPort.udp(53);
    String name = "helios-test-stranger-" + port;
    CreateContainerResponse stranger =
        engine
            .client()
            .createContainerCmd(image)
            .withName(name)
            .withCmd("sleep", "600")
            .withExposedPorts(inside)
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withPortBindings(new PortBinding(Ports.Binding.bindPort(port), inside)))
            .exec();
    Job job = on(new PortMapping(53, port, PortMapping.UDP, null), "udp");
    long generation;
    try {
      engine.client().startContainerCmd(stranger.getId()).exec();
      generation = cluster.deploy(job);
      assertThat(awaitWaiting(job).waitingFor())
          .isEqualTo("port " + port + "/udp, held by the container " + name);
    } finally {
      engine.client().removeContainerCmd(stranger.getId()).withForce(true).exec();
    }
    cluster.awaitRunning(job, generation);
  }

  @Test
  void where_the_host_cannot_be_asked_the_engines_refusal_is_what_is_waited_for() throws Exception {
    cluster.agent.close();
    cluster.hostPorts = HostPorts.UNKNOWN;
    start();
    Job job = on(PortMapping.of(80, port), "tcp");
    long generation;
    try (ServerSocket stranger = new ServerSocket(port)) {
      generation = cluster.deploy(job);
      TaskReport waiting = awaitWaiting(job);
      assertThat(waiting.state()).isEqualTo(State.CREATING);
      assertThat(waiting.waitingFor())
          .isEqualTo(
              "port %d, held by somebody else on the engine's host", stranger.getLocalPort());
      eventually(() -> attempts(job) > 2);
      assertThat(cluster.events(job)).filteredOn(event -> event.waitingFor() != null).hasSize(1);
    }
    cluster.awaitRunning(job, generation);
  }

  /** How many containers were made of the job so far. */
  private int attempts(Job job) throws Exception {
    return cluster.runtime.list(cluster.agent.hostId()).stream()
        .filter(container -> container.task().job().equals(job.id()))
        .mapToInt(container -> container.task().attempt())
        .max()
        .orElse(0);
  }

  @Test
  void a_dynamic_port_outlives_its_containers_death_and_the_agents() throws Exception {
    Job job = on(PortMapping.of(80), "dynamic");
    TaskReport first = cluster.awaitRunning(job, cluster.deploy(job));
    cluster.agent.close();
    engine.client().killContainerCmd(first.containerId()).exec();
    cluster.portRange = new PortRange(27_200, 27_300);
    start();
    eventually(
        () ->
            cluster
                .report(job)
                .filter(r -> r.state() == State.RUNNING)
                .filter(r -> !first.containerId().equals(r.containerId()))
                .isPresent());
    TaskReport second = cluster.report(job).orElseThrow();
    assertThat(second.ports()).isEqualTo(first.ports());
    assertThat(second.exitCode()).isEqualTo(137);
    assertThat(second.oomKilled()).isNull();
    assertThat(second.restarts()).isEqualTo(1);
  }

  @Test
  void a_container_that_used_up_its_memory_says_so_and_is_tried_again() throws Exception {
    Job hungry =
        shell("hungry", "tail /dev/zero").toBuilder()
            .setResources(new Resources(8_388_608L, 8_388_608L, null, null))
            .build();
    cluster.deploy(hungry);
    eventually(
        () -> cluster.report(hungry).filter(r -> Boolean.TRUE.equals(r.oomKilled())).isPresent());
    eventually(() -> cluster.report(hungry).filter(r -> r.restarts() != null).isPresent());
    eventually(
        () ->
            cluster.events(hungry).stream()
                .anyMatch(
                    event ->
                        event.state() == State.EXITED
                            && event.exitCode() == 137
                            && event.containerError().contains("memory")));
  }

  @Test
  void a_container_that_ends_at_once_is_held_back_longer_each_time() throws Exception {
    Job brief = shell("brief", "exit 3");
    cluster.deploy(brief);
    eventually(
        () ->
            cluster
                .report(brief)
                .filter(r -> r.state() == State.EXITED && r.nextTry() != null)
                .filter(r -> r.restarts() >= 7)
                .isPresent());
    TaskReport held = cluster.report(brief).orElseThrow();
    assertThat(held.exitCode()).isEqualTo(3);
    cluster.agent.close();
    start();
    eventually(() -> cluster.report(brief).filter(r -> r.restarts() > held.restarts()).isPresent());
    assertThat(cluster.report(brief).orElseThrow().restarts()).isEqualTo(held.restarts() + 1);
    cluster.deploy(brief, Goal.STOP);
    cluster.awaitState(brief, State.STOPPED);
  }

  @Test
  void a_command_that_is_not_there_is_told_in_the_engines_words() throws Exception {
    Job job = shell("broken", "").toBuilder().setCommand(List.of("/no/such/command")).build();
    cluster.deploy(job);
    TaskReport failed = cluster.awaitState(job, State.FAILED);
    assertThat(failed.containerError()).contains("/no/such/command");
    assertThat(failed.nextTry()).isNotNull();
    cluster.undeploy(job);
    cluster.awaitGone(job);
  }
}
