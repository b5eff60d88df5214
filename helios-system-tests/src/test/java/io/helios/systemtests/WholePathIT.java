package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Run;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the command line to a container that answers, and back. */
@Timeout(180)
class WholePathIT {
  private static final String A = "systest-host-a";
  private static final String B = "systest-host-b";
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("whole-path", A, B);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void a_job_is_created_deployed_answers_and_goes_again() {
    String job =
        Deployed.create(
            cluster.master(),
            "systest-web:1",
            cluster.image(),
            "-p",
            "http=8080",
            "--",
            "sh",
            "-c",
            Cluster.SERVE);
    assertThat(job).matches("systest-web:1:[0-9a-f]{40}");

    Run deploy = cluster.helios("deploy", "--wait", "--timeout", "60", job, A).ok();
    assertThat(deploy.out()).contains(A).contains("RUNNING");

    Run status = cluster.helios("status", "-j", job).ok();
    assertThat(status.out()).contains("RUNNING").contains("START").contains("http=8080:");

    Deployed web = new Deployed(cluster.master(), job, A);
    String url = "http://127.0.0.1:" + web.port("http") + "/";
    await().atMost(Duration.ofSeconds(10)).until(() -> Http.answers(url));
    assertThat(Http.get(url).body()).isEqualTo("hello\n");
    String container = web.container();

    cluster.helios("undeploy", "--wait", "--timeout", "60", job, A).ok();
    assertThat(Docker.isRunning(container)).isFalse();
    assertThat(cluster.helios("history", job).ok().out()).contains("RUNNING").contains("STOPPED");

    cluster.helios("remove", "--yes", job).ok();
    assertThat(cluster.helios("inspect", job).exitCode()).isEqualTo(1);
  }

  @Test
  void a_job_runs_from_an_image_that_only_the_registry_has(@TempDir Path directory)
      throws Exception {
    try (var registry = LocalRegistry.start(directory);
        var engine = new LocalEngine()) {
      String image = registry.pushBusybox(engine.client(), "systest/pulled", "1");
      assertThat(LocalImages.exists(engine.client(), image)).isFalse();

      Deployed pulled =
          Deployed.running(
              cluster.master(), A, "systest-pulled:1", image, "--", "sh", "-c", Cluster.SLEEP);

      assertThat(Docker.run("inspect", "-f", "{{.Config.Image}}", pulled.container()))
          .isEqualTo(image);
      assertThat(cluster.helios("history", pulled.job()).ok().out()).contains("PULLING_IMAGE");
      pulled.discard();
      LocalImages.remove(engine.client(), image);
    }
  }

  @Test
  void a_job_runs_on_two_agents_of_one_engine_without_either_touching_the_other() {
    Deployed onA =
        Deployed.running(
            cluster.master(),
            A,
            "systest-both:1",
            cluster.image(),
            "-p",
            "p=8080",
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    cluster.helios("deploy", "--wait", "--timeout", "60", onA.job(), B).ok();
    Deployed onB = new Deployed(cluster.master(), onA.job(), B);

    assertThat(onA.container()).isNotEqualTo(onB.container());
    assertThat(onA.port("p")).isNotEqualTo(onB.port("p"));

    cluster.helios("undeploy", "--wait", "--timeout", "60", onB.job(), B).ok();
    assertThat(Docker.isRunning(onA.container())).isTrue();
    onA.discard();
  }

  @Test
  void a_stopped_job_keeps_its_deployment_and_starts_again() {
    Deployed job =
        Deployed.running(
            cluster.master(),
            A,
            "systest-pause:1",
            cluster.image(),
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    String first = job.container();

    cluster.helios("stop", job.job(), A).ok();
    job.awaitState("STOPPED");
    assertThat(Docker.isRunning(first)).isFalse();
    assertThat(cluster.helios("status", "-j", job.job()).ok().out()).contains("STOP");

    cluster.helios("start", job.job(), A).ok();
    job.awaitState("RUNNING");
    assertThat(Docker.isRunning(job.container())).isTrue();
    job.discard();
  }

  @Test
  void env_static_port_and_volume_arrive_inside_the_container(@TempDir Path directory) {
    int external = io.helios.systemtests.fixtures.Checkout.freePort();
    Deployed job =
        Deployed.running(
            cluster.master(),
            A,
            "systest-inside:1",
            cluster.image(),
            "--env",
            "GREETING=good morning",
            "-p",
            "http=8080:" + external,
            "--volume",
            directory + ":/data",
            "--volume",
            "/scratch",
            "--",
            "sh",
            "-c",
            Cluster.SERVE);

    String container = job.container();
    assertThat(Docker.run("exec", container, "env"))
        .contains("GREETING=good morning")
        .contains("HELIOS_PORT_http=" + A + ":" + external);
    Docker.run("exec", container, "sh", "-c", "echo written > /data/file && touch /scratch/file");
    assertThat(directory.resolve("file")).hasContent("written\n");
    assertThat(job.port("http")).isEqualTo(external);
    assertThat(Http.get("http://127.0.0.1:" + external + "/").body()).isEqualTo("hello\n");
    job.discard();
  }

  @Test
  void a_killed_container_is_replaced_by_a_new_one() {
    Deployed job =
        Deployed.running(
            cluster.master(),
            A,
            "systest-killed:1",
            cluster.image(),
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    String first = job.container();

    Docker.run("kill", first);

    String second = job.awaitOtherContainer(first);
    assertThat(Docker.isRunning(second)).isTrue();
    job.discard();
  }

  @Test
  void a_job_can_be_deployed_again_at_once_after_its_undeploy() {
    Deployed job =
        Deployed.running(
            cluster.master(),
            A,
            "systest-again:1",
            cluster.image(),
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    String first = job.container();

    cluster.helios("undeploy", job.job(), A).ok();
    cluster.helios("deploy", "--wait", "--timeout", "60", job.job(), A).ok();

    assertThat(job.container()).isNotEqualTo(first);
    assertThat(Docker.isRunning(job.container())).isTrue();
    assertThat(Docker.isRunning(first)).isFalse();
    job.discard();
  }
}
