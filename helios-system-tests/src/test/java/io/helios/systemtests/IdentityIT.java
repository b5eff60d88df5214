package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that meet themselves, or a cluster that knows nobody: they say so and stop nothing. */
@Timeout(240)
class IdentityIT {
  private static final String HOST = "systest-identity";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Cluster cluster;
  private Deployed job;
  private String container;
  private String startedAt;

  @BeforeEach
  void start() {
    cluster = Cluster.start("identity", HOST);
    job = running("systest-identity:1");
    container = job.container();
    startedAt = startedAt();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Deployed running(String name) {
    return Deployed.running(
        cluster.master(), HOST, name, cluster.image(), "--", "sh", "-c", Cluster.SLEEP);
  }

  @Test
  void an_agent_on_a_copied_state_directory_says_so_and_lets_everything_alone() throws Exception {
    Path copy = cluster.directory().resolve("copy");
    copy(cluster.agent(HOST).stateDirectory(), copy);
    Program twin =
        Agent.launch(
            cluster.directory(),
            HOST,
            cluster.zookeeper().address(),
            Map.of(),
            List.of("--state-dir", copy.toString()));
    try {
      await().atMost(LIMIT).until(() -> twin.output().contains("IdentityInUse: another agent"));
      assertThat(twin.output())
          .contains(cluster.agent(HOST).stateDirectory().toString(), copy.toString())
          .contains("does nothing until that one has ended")
          .doesNotContain("\tat ");

      // The original goes on as before, and what it is told to do is done once.
      Deployed second = running("systest-identity:2");
      assertThat(Docker.run("ps", "-q", "--filter", "label=io.helios.job=" + second.job()).lines())
          .hasSize(1);
      untouched();
      assertThat(twin.isAlive()).isTrue();
    } finally {
      twin.close();
    }
    untouched();
  }

  @Test
  void in_an_emptied_zookeeper_an_agent_says_so_and_stops_nothing() throws IOException {
    Agent agent = cluster.agent(HOST);
    Path data = cluster.zookeeper().data();
    Path kept = data.resolveSibling("kept");
    cluster.zookeeper().kill();
    Files.move(data, kept);

    cluster.zookeeper().startAgain();

    await().atMost(LIMIT).until(() -> agent.program().output().contains("ClusterUnknown: "));
    stillRuns();
    // Nor does an agent that begins in it, although it finds nothing but its own disk.
    agent.program().kill();
    agent.startAgain();
    await().atMost(LIMIT).until(() -> agent.program().output().contains("ClusterUnknown: "));
    stillRuns();
    assertThat(agent.program().output()).doesNotContain("\tat ");

    cluster.zookeeper().kill();
    Files.move(data, data.resolveSibling("emptied"));
    Files.move(kept, data);
    cluster.zookeeper().startAgain();

    agent.awaitUp(cluster.master());
    untouched();
  }

  /** Also in the eyes of the cluster. */
  private void untouched() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(job.state()).isEqualTo("RUNNING");
              assertThat(job.container()).isEqualTo(container);
            });
    stillRuns();
  }

  private void stillRuns() {
    await()
        .during(Duration.ofSeconds(3))
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(Docker.isRunning(container)).isTrue();
              assertThat(startedAt()).isEqualTo(startedAt);
            });
  }

  private String startedAt() {
    return Docker.run("inspect", "--format", "{{.State.StartedAt}}", container);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(
          path -> {
            try {
              Files.copy(path, to.resolve(from.relativize(path)));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
