package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Run;
import io.helios.systemtests.fixtures.Solo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scripts in solo/, with other ports and a state directory of their own. */
@Timeout(300)
class SoloScriptsIT {
  private final Solo solo = new Solo("systest-solo");

  @AfterEach
  void stop() {
    solo.close();
  }

  @Test
  void the_demo_answers_survives_a_crash_and_is_cleaned_away() {
    Run first = solo.run("helios-up", "--demo").ok();
    assertThat(first.out())
        .contains("Helios is up.")
        .contains(solo.master())
        .contains("Hello from Helios!")
        .contains("RUNNING");
    String container = solo.onlyContainer();
    String history = solo.run("helios-solo", "history", "helios-demo:1").ok().out();

    Run second = solo.run("helios-up", "--demo").ok();
    assertThat(second.out()).contains("Helios is up already.").contains("Hello from Helios!");
    assertThat(solo.onlyContainer()).isEqualTo(container);

    solo.kill();
    assertThat(Docker.isRunning(container)).isTrue();
    Run third = solo.run("helios-up").ok();
    assertThat(third.out()).contains("Helios is up.");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> solo.run("helios-solo", "status").out().contains("RUNNING"));
    assertThat(solo.onlyContainer()).isEqualTo(container);
    assertThat(solo.run("helios-solo", "history", "helios-demo:1").ok().out())
        .startsWith(history.lines().limit(2).reduce("", (a, b) -> a.isEmpty() ? b : a + "\n" + b));

    Run down = solo.run("helios-down").ok();
    assertThat(down.out()).contains("Helios is down.").contains("keep running: 1");
    assertThat(Docker.isRunning(container)).isTrue();
    assertThat(solo.run("helios-down").ok().out()).contains("not running");

    solo.run("helios-up").ok();
    assertThat(solo.onlyContainer()).isEqualTo(container);
    assertThat(solo.run("helios-down", "--clean").ok().out()).contains("Helios is down.");
    assertThat(Docker.exists(container) && Docker.isRunning(container)).isFalse();
  }

  @Test
  void the_host_is_called_as_asked_and_carries_its_label_and_its_address() throws Exception {
    solo.run("helios-up").ok();

    Http.Reply status = Http.get(solo.master() + "/hosts/systest-solo/status");

    assertThat(status.json().path("labels").path("solo").asText()).isEqualTo("yes");
    assertThat(status.json().path("environment").path("HELIOS_HOST_ADDRESS").asText())
        .isEqualTo(addressOf("docker0"));
    assertThat(solo.run("helios-env").ok().out())
        .isEqualTo("export HELIOS_MASTER=" + solo.master() + "\n");
    assertThat(solo.run("helios-solo", "hosts", "-q").ok().out()).contains("systest-solo");
    assertThat(solo.residentMegabytes()).isLessThan(300);

    long pid = solo.pid();
    assertThat(solo.run("helios-restart").ok().out()).contains("Helios is up.");
    assertThat(solo.pid()).isNotEqualTo(pid);
    assertThat(solo.run("helios-cleanup", "--yes").ok().out()).contains("no jobs");
  }

  @Test
  void a_taken_port_is_named_with_its_holder() throws IOException {
    try (var taken = new ServerSocket(solo.masterPort(), 1, InetAddress.getLoopbackAddress())) {
      Run up = solo.run("helios-up");

      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.err())
          .contains(
              "port "
                  + taken.getLocalPort()
                  + " is taken by process "
                  + ProcessHandle.current().pid())
          .contains("--master-port");
    }
  }

  @Test
  void an_engine_that_is_not_there_is_named() {
    Run up = solo.with("DOCKER_HOST", "unix:///nowhere/docker.sock").run("helios-up");

    assertThat(up.exitCode()).isEqualTo(3);
    assertThat(up.err())
        .contains("DOCKER_HOST=unix:///nowhere/docker.sock")
        .doesNotContain("\tat ");
  }

  @Test
  void a_state_directory_that_cannot_be_made_is_named() throws IOException {
    Path file = Files.createTempFile("systest", "file");

    Run up = solo.run("helios-up", "--state-dir", file.toString());

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.err()).contains(file.toString()).doesNotContain("\tat ");
    Files.delete(file);
  }

  @Test
  void every_script_has_help_and_refuses_what_it_does_not_know() {
    for (String script :
        List.of("helios-up", "helios-down", "helios-restart", "helios-cleanup", "helios-env")) {
      assertThat(solo.run(script, "--help").ok().out()).startsWith("Usage:");
      Run refused = solo.run(script, "--frobnicate");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("--frobnicate").contains("--help");
    }
    assertThat(solo.run("helios-solo", "--help").ok().out()).startsWith("Usage:");
  }

  @Test
  void scripts_that_need_solo_say_so_when_it_is_down() {
    Run cleanup = solo.run("helios-cleanup", "--yes");
    assertThat(cleanup.exitCode()).isEqualTo(1);
    assertThat(cleanup.err()).contains("not running").contains("solo/helios-up");
    assertThat(solo.run("helios-down", "--clean").exitCode()).isEqualTo(1);
  }

  private static String addressOf(String networkInterface) throws SocketException {
    return NetworkInterface.getByName(networkInterface).getInterfaceAddresses().stream()
        .map(address -> address.getAddress().getHostAddress())
        .filter(address -> address.contains("."))
        .findFirst()
        .orElseThrow();
  }
}
