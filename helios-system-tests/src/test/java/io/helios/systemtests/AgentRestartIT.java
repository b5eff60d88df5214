package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.EngineWatch;
import io.helios.systemtests.fixtures.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happened while the agent was down is found and dealt with when it is back. */
@Timeout(180)
class AgentRestartIT {
  private static final String HOST = "systest-restart";
  private static final String IDENTITY = UUID.randomUUID().toString().replace("-", "");

  private static Cluster cluster;
  private static EngineWatch watch;
  private static Agent agent;

  private Watched task;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("restart");
    watch = new EngineWatch(IDENTITY);
    agent =
        Agent.start(cluster.directory(), HOST, cluster.zookeeper().address(), "--id", IDENTITY)
            .awaitUp(cluster.master());
  }

  @AfterAll
  static void stop() {
    agent.close();
    watch.close();
    cluster.close();
  }

  @BeforeEach
  void aTaskRuns() {
    task = Watched.create(cluster, agent, watch);
    task.deploy();
    task.awaitRunning();
  }

  @AfterEach
  void itGoesAndNeverWereThereTwo() {
    if (!agent.program().isAlive()) {
      agent.startAgain();
    }
    if (task.isDeployed()) {
      task.undeploy();
    }
    task.awaitGone();
    assertThat(watch.doubles()).isEmpty();
  }

  @Test
  void all_of_many_running_containers_are_adopted_and_none_is_touched() {
    List<Watched> more =
        Stream.generate(() -> Watched.create(cluster, agent, watch)).limit(9).toList();
    more.forEach(Watched::deploy);
    more.forEach(Watched::awaitRunning);
    Map<String, String> before = starts();
    assertThat(before).hasSize(10);

    agent.program().kill();
    agent.startAgain();
    Watched late = Watched.create(cluster, agent, watch);
    late.deploy();
    late.awaitRunning();
    more.forEach(Watched::awaitRunning);

    Map<String, String> after = starts();
    after.remove(late.deployed().container());
    assertThat(after).isEqualTo(before);
    Stream.concat(more.stream(), Stream.of(late)).forEach(Watched::undeploy);
    more.forEach(Watched::awaitGone);
    late.awaitGone();
  }

  @Test
  void a_container_that_died_meanwhile_is_replaced_on_the_same_port() {
    int port = task.deployed().port("p");
    String container = whileDown(() -> Docker.run("kill", task.deployed().container()));

    task.deployed().awaitOtherContainer(container);
    task.awaitRunning();
    assertThat(task.deployed().port("p")).isEqualTo(port);
  }

  @Test
  void a_container_that_was_removed_meanwhile_is_replaced_on_the_same_port() {
    int port = task.deployed().port("p");
    String container = whileDown(() -> Docker.run("rm", "-f", task.deployed().container()));

    task.deployed().awaitOtherContainer(container);
    task.awaitRunning();
    assertThat(task.deployed().port("p")).isEqualTo(port);
  }

  @Test
  void a_stop_given_meanwhile_is_carried_out_and_a_start_after_it_keeps_the_port() {
    int port = task.deployed().port("p");
    whileDown(() -> task.setGoal("STOP"));
    task.awaitStopped();

    task.setGoal("START");
    task.awaitRunning();
    assertThat(task.deployed().port("p")).isEqualTo(port);
  }

  @Test
  void an_undeploy_given_meanwhile_is_carried_out() {
    whileDown(task::undeploy);

    task.awaitGone();
  }

  @Test
  void an_undeploy_and_another_deploy_given_meanwhile_end_in_one_new_container() {
    String container =
        whileDown(
            () -> {
              task.undeploy();
              task.deploy();
            });

    task.deployed().awaitOtherContainer(container);
    task.awaitRunning();
    await().atMost(Duration.ofSeconds(30)).until(() -> !Docker.isRunning(container));
  }

  @Test
  void a_deploy_and_its_undeploy_given_meanwhile_leave_nothing() {
    Watched brief = Watched.create(cluster, agent, watch);
    whileDown(
        () -> {
          brief.deploy();
          brief.undeploy();
        });

    task.awaitRunning();
    brief.awaitGone();
    assertThat(brief.deployed().status()).isEmpty();
  }

  @Test
  void a_lost_state_directory_costs_nothing_while_the_identity_is_kept() {
    Map<String, String> before = starts();
    int port = task.deployed().port("p");

    whileDown(() -> delete(agent.stateDirectory()));
    agent.awaitUp(cluster.master());
    Watched other = Watched.create(cluster, agent, watch);
    other.deploy();
    other.awaitRunning();
    other.undeploy();
    other.awaitGone();

    task.awaitRunning();
    assertThat(starts()).isEqualTo(before);
    assertThat(task.deployed().port("p")).isEqualTo(port);
  }

  @Test
  void with_another_identity_an_agent_takes_its_host_over_and_leaves_the_old_containers_alone() {
    String host = HOST + "-reinstalled";
    String first = UUID.randomUUID().toString().replace("-", "");
    String second = UUID.randomUUID().toString().replace("-", "");
    try (Agent before = agent(host, first);
        EngineWatch watchBefore = new EngineWatch(first);
        EngineWatch watchAfter = new EngineWatch(second)) {
      before.awaitUp(cluster.master());
      Watched old = Watched.create(cluster, before, watchBefore);
      old.deploy();
      old.awaitRunning();
      String container = old.deployed().container();
      before.program().kill();
      delete(before.stateDirectory());

      try (Agent after = agent(host, second)) {
        Watched anew = new Watched(cluster.master(), after, watchAfter, old.job());
        anew.awaitRunning();

        assertThat(Docker.isRunning(container)).isTrue();
        anew.undeploy();
        anew.awaitGone();
        assertThat(Docker.isRunning(container)).isTrue();
      } finally {
        Docker.run("rm", "-f", container);
      }
    }
  }

  private static Agent agent(String host, String identity) {
    return Agent.start(
        cluster.directory(),
        host,
        cluster.zookeeper().address(),
        "--id",
        identity,
        "--zk-registration-ttl",
        "0");
  }

  /** Does it with the agent killed, and starts it again; returns the container of before. */
  private String whileDown(Runnable action) {
    String container = task.deployed().container();
    agent.program().kill();
    action.run();
    agent.startAgain();
    return container;
  }

  /** When each of the agent's running containers was started. */
  private static Map<String, String> starts() {
    Map<String, String> starts = new TreeMap<>();
    Docker.run("ps", "-q", "--no-trunc", "--filter", "label=io.helios.host-id=" + IDENTITY)
        .lines()
        .forEach(id -> starts.put(id, Docker.run("inspect", "-f", "{{.State.StartedAt}}", id)));
    return starts;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(directory).doesNotExist();
  }
}
