package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Cli;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Master;
import io.helios.systemtests.fixtures.Program;
import io.helios.systemtests.fixtures.Run;
import io.helios.systemtests.fixtures.ZooKeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process says, and does not lose, when the machine around it is not as it should be. */
@Timeout(240)
class BadSurroundingsIT {
  private static final String NO_ZOOKEEPER = "127.0.0.1:1";

  /** Root may do everything, unless it is told not to. */
  private static final List<String> WITHOUT_ROOTS_RIGHTS =
      "root".equals(System.getProperty("user.name"))
          ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
          : List.of();

  private final Path directory = Checkout.scratch("surroundings");

  @Test
  void a_master_without_zookeeper_says_so_and_answers_503() {
    String url = "http://127.0.0.1:" + Checkout.freePort();
    try (Program master = Master.launch(directory, "master", NO_ZOOKEEPER, url)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> Http.answers(url + "/version"));

      Http.Reply jobs = Http.get(url + "/jobs");
      assertThat(jobs.status()).as(jobs.body()).isEqualTo(503);
      assertThat(jobs.body()).contains("ZooKeeper");
      Run cli = Cli.run(url, "--retry-timeout", "1", "jobs");
      assertThat(cli.exitCode()).isEqualTo(1);
      assertThat(cli.all()).contains("ZooKeeper").doesNotContain("\tat ");
      // It has patience for some seconds before it complains.
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(master.output())
                      .contains("ZooKeeper at " + NO_ZOOKEEPER)
                      .doesNotContain("\tat "));
    }
  }

  @Test
  void a_master_whose_port_is_taken_names_the_holder() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Program master =
          Master.launch(
              directory, "taken", NO_ZOOKEEPER, "http://127.0.0.1:" + taken.getLocalPort());

      assertThat(master.awaitExit()).isEqualTo(1);
      assertThat(master.output())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains(Long.toString(ProcessHandle.current().pid()))
          .doesNotContain("\tat ");
    }
  }

  @Test
  void an_agent_whose_port_is_taken_says_so_and_works_on() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program agent =
            agent("taken", Map.of(), "--http", "http://127.0.0.1:" + taken.getLocalPort())) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(agent.output())
                      .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                      .contains("Agent taken started")
                      .doesNotContain("\tat "));
    }
  }

  @Test
  void two_agents_on_one_state_directory_are_told_apart() {
    try (ZooKeeper zookeeper = ZooKeeper.start(directory);
        Agent first = Agent.start(directory, "one", zookeeper.address())) {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(directory.resolve("one/id")));

      Program second =
          Agent.launch(
              directory,
              "two",
              zookeeper.address(),
              Map.of(),
              List.of("--state-dir", directory.resolve("one").toString()));

      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.output()).contains("--state-dir").doesNotContain("\tat ");
      assertThat(first.program().isAlive()).isTrue();
    }
  }

  @Test
  void wrong_options_are_refused_with_exit_code_1() {
    assertThat(agent("options", Map.of(), "--port-range", "9:1").awaitExit()).isEqualTo(1);
    assertThat(agent("options", Map.of(), "--name", "a/b").awaitExit()).isEqualTo(1);
    assertThat(agent("options", Map.of("DOCKER_HOST", "nonsense://x")).awaitExit()).isEqualTo(1);
    assertThat(agent("options", Map.of(), "--frobnicate").awaitExit()).isEqualTo(1);
  }

  @Test
  void an_agent_without_an_engine_is_up_and_says_what_is_missing() {
    try (ZooKeeper zookeeper = ZooKeeper.start(directory);
        Master master = Master.start(directory, "master", zookeeper.address());
        Agent agent =
            Agent.start(
                directory,
                "systest-noengine",
                zookeeper.address(),
                "--docker",
                "unix:///nowhere/docker.sock")) {
      agent.awaitUp(master);
      String job = Deployed.create(master, "systest-noengine:1", "busybox:1");

      Run deploy = master.helios("deploy", "--wait", "--timeout", "10", job, agent.name());

      assertThat(deploy.exitCode()).isEqualTo(1);
      assertThat(agent.program().output()).contains("/nowhere/docker.sock").doesNotContain("\tat ");
    }
  }

  @Test
  void an_engine_whose_socket_may_not_be_used_is_named_with_what_to_do() throws IOException {
    // Paths of sockets must be short.
    Path socket = Files.createTempDirectory("engine").resolve("docker.sock");
    try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, Set.of());

      try (Program agent =
          Agent.launch(
              WITHOUT_ROOTS_RIGHTS,
              directory,
              "nopermission",
              NO_ZOOKEEPER,
              Map.of(),
              List.of("--docker", "unix://" + socket))) {
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat(agent.output())
                        .contains("no permission to use the Docker socket " + socket)
                        .contains("run the agent as root or as a member of the socket's group")
                        .doesNotContain("\tat "));
        assertThat(agent.isAlive()).isTrue();
      }
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    }
  }

  @Test
  void a_full_disk_under_an_agent_loses_nothing() throws IOException {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    Assumptions.assumeTrue(
        Run.of(
                    Duration.ofSeconds(10),
                    Map.of(),
                    List.of("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()))
                .exitCode()
            == 0,
        "only root can mount a small disk");
    try (Cluster cluster = Cluster.start("full-disk");
        Agent agent =
            Agent.start(
                directory,
                "systest-full",
                cluster.zookeeper().address(),
                "--state-dir",
                disk.resolve("state").toString())) {
      agent.awaitUp(cluster.master());
      Deployed first =
          Deployed.running(
              cluster.master(),
              agent.name(),
              "systest-full-a:1",
              cluster.image(),
              "--",
              "sh",
              "-c",
              Cluster.SLEEP);
      fill(disk.resolve("filler"));

      Deployed second =
          Deployed.running(
              cluster.master(),
              agent.name(),
              "systest-full-b:1",
              cluster.image(),
              "--",
              "sh",
              "-c",
              Cluster.SLEEP);

      assertThat(Docker.isRunning(first.container())).isTrue();
      assertThat(Docker.isRunning(second.container())).isTrue();
      agent.program().kill();
      agent.startAgain();
      agent.awaitUp(cluster.master());
      assertThat(first.state()).isEqualTo("RUNNING");
      Agent.removeContainers(disk.resolve("state"));
    } finally {
      Run.of(Duration.ofSeconds(10), Map.of(), List.of("umount", "-l", disk.toString())).ok();
    }
  }

  private static void fill(Path file) throws IOException {
    Run dd =
        Run.of(
            Duration.ofSeconds(10), Map.of(), List.of("dd", "if=/dev/zero", "of=" + file, "bs=1k"));
    assertThat(dd.err()).contains("No space left");
  }

  private Program agent(String name, Map<String, String> environment, String... options) {
    return Agent.launch(directory, name, NO_ZOOKEEPER, environment, List.of(options));
  }
}
