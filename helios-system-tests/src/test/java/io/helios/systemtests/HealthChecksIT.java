package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RUNNING is said only of a container whose check passes. */
@Timeout(180)
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
