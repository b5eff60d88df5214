package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Master;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every process may be killed at any moment and just started again. */
@Timeout(240)
class CrashIT {
  private static final String HOST = "systest-crash";
  private Cluster cluster;
  private Deployed job;
  private String container;

  @BeforeEach
  void start() {
    cluster = Cluster.start("crash", HOST);
    job =
        Deployed.running(
            cluster.master(),
            HOST,
            "systest-crash:1",
            cluster.image(),
            "-p",
            "p=8080",
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    container = job.container();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void a_killed_agent_leaves_its_containers_and_adopts_them_when_it_is_back() {
    Agent agent = cluster.agent(HOST);
    String startedAt = startedAt();
    int port = job.port("p");

    agent.program().kill();
    assertThat(Docker.isRunning(container)).isTrue();
    agent.startAgain();
    agent.awaitUp(cluster.master());

    stillTheSame(startedAt);
    assertThat(job.port("p")).isEqualTo(port);
  }

  @Test
  void a_container_that_died_while_the_agent_was_down_is_replaced() {
    Agent agent = cluster.agent(HOST);
    agent.program().kill();
    Docker.run("kill", container);

    agent.startAgain();

    assertThat(Docker.isRunning(job.awaitOtherContainer(container))).isTrue();
  }

  @Test
  void an_undeploy_that_the_agent_missed_is_carried_out_when_it_is_back() {
    Agent agent = cluster.agent(HOST);
    agent.program().kill();
    cluster.helios("undeploy", job.job(), HOST).ok();

    agent.startAgain();

    await().atMost(Duration.ofMinutes(1)).until(() -> !Docker.isRunning(container));
  }

  @Test
  void a_killed_zookeeper_stops_nothing_and_all_go_on_when_it_is_back() {
    String startedAt = startedAt();

    cluster.zookeeper().kill();
    assertThat(Docker.isRunning(container)).isTrue();
    cluster.zookeeper().startAgain();
    cluster.agent(HOST).awaitUp(cluster.master());

    stillTheSame(startedAt);
    Deployed second =
        Deployed.running(
            cluster.master(),
            HOST,
            "systest-after:1",
            cluster.image(),
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    assertThat(Docker.isRunning(second.container())).isTrue();
  }

  @Test
  void an_agent_that_restarts_without_zookeeper_keeps_supervising() {
    cluster.zookeeper().kill();
    cluster.agent(HOST).program().kill();
    cluster.agent(HOST).startAgain();

    Docker.run("kill", container);

    await().atMost(Duration.ofMinutes(1)).until(() -> runningContainersOf(job.job()).size() == 1);
    cluster.zookeeper().startAgain();
    job.awaitOtherContainer(container);
  }

  @Test
  void another_master_answers_what_the_killed_one_knew() {
    cluster.master().program().kill();

    try (Master other = Master.start(cluster.directory(), "other", cluster.zookeeper().address())) {
      assertThat(other.helios("status", "-j", job.job()).ok().out()).contains("RUNNING");
      assertThat(other.helios("history", job.job()).ok().out()).contains("RUNNING");
    }
  }

  @Test
  void an_agent_with_truncated_state_files_keeps_its_containers() throws IOException {
    String startedAt = startedAt();
    Agent agent = cluster.agent(HOST);
    agent.program().kill();
    truncateAllButIdentity(agent.stateDirectory());

    agent.startAgain();
    agent.awaitUp(cluster.master());

    stillTheSame(startedAt);
    assertThat(agent.program().output()).doesNotContain("\tat ");
  }

  private void stillTheSame(String startedAt) {
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(job.state()).isEqualTo("RUNNING");
              assertThat(job.container()).isEqualTo(container);
            });
    assertThat(startedAt()).isEqualTo(startedAt);
  }

  private String startedAt() {
    return Docker.run("inspect", "-f", "{{.State.StartedAt}}", container);
  }

  private static List<String> runningContainersOf(String job) {
    return Docker.run("ps", "-q", "--filter", "label=io.helios.job=" + job).lines().toList();
  }

  private static void truncateAllButIdentity(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> victims =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !List.of("id", "lock").contains(file.getFileName().toString()))
              .toList();
      assertThat(victims).isNotEmpty();
      victims.forEach(CrashIT::truncate);
    }
  }

  private static void truncate(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
