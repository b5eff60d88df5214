package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The predecessor's published client and command line client work with our master as they are, each
 * in a JVM and on a class path of its own.
 */
@Timeout(240)
class PublishedClientIT {
  private static final String HOST = "systest-published";

  /** The published command line client knows only names of images as they were in its day. */
  private static final String IMAGE = "helios_systest/busybox:1";

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("published", HOST);
    try (var engine = new LocalEngine()) {
      LocalImages.tagBusybox(engine.client(), "helios_systest/busybox", "1");
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
    try (var engine = new LocalEngine()) {
      LocalImages.remove(engine.client(), IMAGE);
    }
  }

  @Test
  void the_published_client_takes_a_job_through_its_whole_life() {
    Path driver =
        Checkout.root().resolve("helios-system-tests/src/test/published/PublishedClient.java");

    Run run = java("client", driver.toString(), cluster.master().url(), HOST, IMAGE).ok();

    assertThat(run.out()).endsWith("done\n");
  }

  @Test
  void the_published_command_line_client_takes_a_job_through_its_whole_life() {
    String job = "systest-published-cli:1";
    Run create = cli("create", job, IMAGE, "-p", "http=8080", "--", "sh", "-c", Cluster.SLEEP).ok();
    assertThat(create.out()).contains("Done.");
    assertThat(cli("jobs").ok().out()).contains(job);
    assertThat(cli("inspect", job).ok().out()).contains(IMAGE);
    assertThat(cli("hosts").ok().out()).contains(HOST).contains("Up ");

    assertThat(cli("deploy", job, HOST).ok().out()).contains("done");
    awaitStatus(job, "RUNNING");
    assertThat(cli("stop", job, HOST).ok().out()).contains("done");
    awaitStatus(job, "STOPPED");
    assertThat(cli("start", job, HOST).ok().out()).contains("done");
    awaitStatus(job, "RUNNING");
    assertThat(cli("history", job).ok().out()).contains("RUNNING");
    assertThat(cli("remove", "--yes", job).exitCode()).isEqualTo(1);

    assertThat(cli("undeploy", "--yes", job, HOST).ok().out()).contains("done");
    assertThat(cli("remove", "--yes", job).ok().out()).contains("done");
    assertThat(cli("inspect", job).exitCode()).isEqualTo(1);
  }

  private static void awaitStatus(String job, String state) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> cli("status", "-j", job).out().contains(state));
  }

  private static Run cli(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("com.spotify.helios.cli.CliMain", "-z", cluster.master().url()));
    all.addAll(List.of(arguments));
    return java("tools", all.toArray(String[]::new));
  }

  private static Run java(String published, String... arguments) {
    Path lib =
        Checkout.root()
            .resolve("helios-system-tests/published")
            .resolve(published)
            .resolve("target/lib");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.net=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                lib + "/*"));
    command.addAll(List.of(arguments));
    return Run.of(Duration.ofMinutes(2), Map.of(), command);
  }
}
