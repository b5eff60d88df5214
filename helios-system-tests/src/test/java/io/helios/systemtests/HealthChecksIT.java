package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RUNNING is said only of a container whose check has passed, and from then on its health. */
@Timeout(240)
class HealthChecksIT {
  private static final String HOST = "systest-health";
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("health", HOST);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void an_http_check_holds_running_back_until_the_page_is_there() {
    Deployed job =
        deploy(
            "systest-http:1",
            "-p",
            "http=8080",
            "--http-check",
            "http:/ready",
            "--",
            "sh",
            "-c",
            Cluster.SERVE);
    staysInHealthCheck(job);

    Docker.run("exec", job.container(), "touch", "/www/ready");

    job.awaitState("RUNNING");
    job.discard();
  }

  @Test
  void a_tcp_check_holds_running_back_until_somebody_listens() {
    Deployed job =
        deploy(
            "systest-tcp:1",
            "-p",
            "tcp=8080",
            "--tcp-check",
            "tcp",
            "--",
            "sh",
            "-c",
            WAIT_THEN_HTTPD);
    staysInHealthCheck(job);

    Docker.run("exec", job.container(), "touch", "/tmp/go");

    job.awaitState("RUNNING");
    job.discard();
  }

  @Test
  void an_exec_check_holds_running_back_until_the_command_succeeds() {
    Deployed job =
        deploy("systest-exec:1", "--exec-check", "ls /tmp/go", "--", "sh", "-c", Cluster.SLEEP);
    staysInHealthCheck(job);

    Docker.run("exec", job.container(), "touch", "/tmp/go");

    job.awaitState("RUNNING");
    job.discard();
  }

  @Test
  void a_check_that_fails_later_is_told_without_a_restart_and_so_is_its_recovery() {
    Deployed job =
        deploy(
            "systest-liveness:1",
            "-p",
            "http=8080",
            "--http-check",
            "http:/index.html",
            "--health-interval",
            "1",
            "--health-retries",
            "2",
            "--",
            "sh",
            "-c",
            Cluster.SERVE);
    job.awaitState("RUNNING");
    awaitHealth(job, "HEALTHY");
    String container = job.container();

    Docker.run("exec", container, "busybox", "mv", "/www/index.html", "/tmp/");
    awaitHealth(job, "UNHEALTHY");
    assertThat(job.state()).isEqualTo("RUNNING");
    assertThat(field(job, "healthReason")).contains("/index.html answered 404");
    assertThat(cluster.helios("status", "-j", "systest-liveness").ok().out())
        .contains("RUNNING (UNHEALTHY)")
        .contains("answered 404");

    Agent agent = cluster.agent(HOST);
    agent.program().kill();
    agent.startAgain();
    agent.awaitUp(cluster.master());
    assertThat(field(job, "health")).isEqualTo("UNHEALTHY");
    Docker.run("exec", container, "busybox", "mv", "/tmp/index.html", "/www/");
    awaitHealth(job, "HEALTHY");
    assertThat(job.container()).isEqualTo(container);
    job.discard();
  }

  @Test
  void an_unhealthy_container_is_replaced_where_the_job_says_so() {
    Deployed job =
        deploy(
            "systest-health-restart:1",
            "--exec-check",
            "ls /etc/well",
            "--health-interval",
            "1",
            "--health-retries",
            "2",
            "--health-restart",
            "--",
            "sh",
            "-c",
            "touch /etc/well; " + Cluster.SLEEP);
    job.awaitState("RUNNING");
    String first = job.container();

    Docker.run("exec", first, "busybox", "rm", "/etc/well");

    job.awaitOtherContainer(first);
    assertThat(job.status().orElseThrow().path("restarts").asInt()).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.helios("history", job.job()).ok().out())
                    .contains("STOPPING")
                    .contains("stopped because it was unhealthy: ")
                    .contains("exit code 1"));
    job.discard();
  }

  @Test
  void the_check_of_the_image_holds_running_back_and_is_told_from_then_on() {
    String image;
    try (var engine = new LocalEngine()) {
      image = LocalImages.checkedBusybox(engine.client());
    }
    String id =
        Deployed.create(
            cluster.master(),
            "systest-docker-check:1",
            image,
            "--docker-check",
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    cluster.helios("deploy", id, HOST).ok();
    Deployed job = new Deployed(cluster.master(), id, HOST);
    staysInHealthCheck(job);

    Docker.run("exec", job.container(), "touch", "/tmp/well");
    job.awaitState("RUNNING");
    awaitHealth(job, "HEALTHY");
    Docker.run("exec", job.container(), "busybox", "rm", "/tmp/well");
    awaitHealth(job, "UNHEALTHY");

    assertThat(job.state()).isEqualTo("RUNNING");
    assertThat(field(job, "healthReason")).contains("the image's HEALTHCHECK");
    job.discard();
  }

  @Test
  void an_image_without_a_check_of_its_own_fails_with_words() {
    Deployed job =
        deploy("systest-no-healthcheck:1", "--docker-check", "--", "sh", "-c", Cluster.SLEEP);

    job.awaitState("FAILED");

    assertThat(field(job, "containerError")).contains("has no HEALTHCHECK");
    job.discard();
  }

  private static void awaitHealth(Deployed job, String health) {
    await().atMost(Duration.ofMinutes(1)).until(() -> field(job, "health"), health::equals);
  }

  private static String field(Deployed job, String name) {
    return job.status().map(status -> status.path(name).asText()).orElse("");
  }

  private static final String WAIT_THEN_HTTPD =
      "trap exit TERM; while [ ! -e /tmp/go ]; do sleep 0.2; done; httpd -f -p 8080 -h /www & wait";

  private static Deployed deploy(String id, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = id;
    arguments[1] = cluster.image();
    System.arraycopy(more, 0, arguments, 2, more.length);
    String job = Deployed.create(cluster.master(), arguments);
    cluster.helios("deploy", job, HOST).ok();
    return new Deployed(cluster.master(), job, HOST);
  }

  private static void staysInHealthCheck(Deployed job) {
    job.awaitState("HEALTHCHECKING");
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(job.state()).isEqualTo("HEALTHCHECKING"));
  }
}
