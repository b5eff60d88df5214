package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Cli;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input gets a clear answer: what, where, what to do; no stack trace, no 500. */
@Timeout(180)
class BadInputIT {
  private static final String HOST = "systest-bad";
  private static final String NO_SUCH_JOB = "systest-none:1:" + "0".repeat(40);
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.start("bad-input", HOST);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Stream<Arguments> refusedByTheClient() {
    return Stream.of(
        refused("Unknown job: nothing", "inspect", "nothing"),
        refused("Unknown job: nothing", "deploy", "nothing", HOST),
        refused("Unknown job: nothing", "remove", "--yes", "nothing"),
        refused("a/b", "create", "a/b:1", "busybox:1"),
        refused("BUSYBOX!", "create", "systest-x:1", "BUSYBOX!"),
        refused("no-such-file.json", "create", "-f", "no-such-file.json"),
        refused("99999", "create", "systest-x:1", "busybox:1", "-p", "http=99999"),
        refused("http", "create", "systest-x:1", "busybox:1", "--http-check", "http:/"),
        refused("frobnicate", "frobnicate"),
        refused("--frobnicate", "jobs", "--frobnicate"));
  }

  private static Arguments refused(String mentions, String... arguments) {
    return Arguments.of(mentions, List.of(arguments));
  }

  @ParameterizedTest
  @MethodSource
  void refusedByTheClient(String mentions, List<String> arguments) {
    refusal(cluster.helios(arguments.toArray(String[]::new)), mentions);
  }

  @Test
  void an_unknown_host_is_named() {
    String job = Deployed.create(cluster.master(), "systest-nohost:1", cluster.image());

    refusal(cluster.helios("deploy", job, "nosuchhost"), "nosuchhost");
  }

  @Test
  void an_ambiguous_reference_is_called_so() {
    Deployed.create(cluster.master(), "systest-twin-a:1", cluster.image());
    Deployed.create(cluster.master(), "systest-twin-b:1", cluster.image());

    refusal(cluster.helios("inspect", "systest-twin"), "Ambiguous job reference: systest-twin");
  }

  @Test
  void malformed_json_in_a_file_is_named_with_its_place(@TempDir Path directory)
      throws IOException {
    Path file =
        Files.writeString(directory.resolve("job.json"), "{\"id\": \"systest-x:1\",\n oops");

    refusal(cluster.helios("create", "-f", file.toString()), file.toString());
  }

  @Test
  void a_master_that_is_not_there_is_named() {
    String nobody = "http://127.0.0.1:" + Checkout.freePort();

    refusal(Cli.run(nobody, "--retry-timeout", "1", "jobs"), nobody);
  }

  static Stream<Arguments> requestsThatMakeNoSense() {
    String job = "systest-http:1";
    String image = "\"image\":\"busybox:1\"";
    return Stream.of(
        Arguments.of("POST", "/jobs", "{not json", 400),
        Arguments.of("POST", "/jobs", "[]", 400),
        Arguments.of("POST", "/jobs", "", 422),
        Arguments.of("POST", "/jobs", "{\"id\":\"" + job + "\"," + image + ",\"ports\":7}", 400),
        Arguments.of("PUT", "/hosts/" + HOST + "/jobs/" + NO_SUCH_JOB, "{", 400),
        Arguments.of("GET", "/jobs/" + NO_SUCH_JOB, null, 404),
        Arguments.of("DELETE", "/jobs/" + NO_SUCH_JOB, null, 404),
        Arguments.of("GET", "/hosts/nosuchhost/status", null, 404),
        Arguments.of("DELETE", "/hosts/" + HOST + "/jobs/" + NO_SUCH_JOB, null, 404),
        Arguments.of("GET", "/no/such/path", null, 404));
  }

  @ParameterizedTest
  @MethodSource
  void requestsThatMakeNoSense(String method, String path, String body, int status) {
    Http.Reply reply = Http.send(method, cluster.master().url() + path, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  void an_image_that_nobody_has_ends_the_wait_with_the_reason() {
    String job =
        Deployed.create(cluster.master(), "systest-noimage:1", "127.0.0.1:1/helios-systest/none:1");

    Run deploy = cluster.helios("deploy", "--wait", "--timeout", "60", job, HOST);

    refusal(deploy, "IMAGE");
    cluster.helios("undeploy", "--wait", job, HOST).ok();
  }

  @Test
  void a_container_that_exits_at_once_ends_the_wait_with_the_reason() {
    String job =
        Deployed.create(
            cluster.master(), "systest-exits:1", cluster.image(), "--", "sh", "-c", "exit 3");

    Run deploy = cluster.helios("deploy", "--wait", "--timeout", "60", job, HOST);

    refusal(deploy, "3");
    cluster.helios("undeploy", "--wait", job, HOST).ok();
  }

  @Test
  void a_static_port_that_another_job_has_is_refused() {
    String port = Integer.toString(Checkout.freePort());
    Deployed first =
        Deployed.running(
            cluster.master(),
            HOST,
            "systest-port-a:1",
            cluster.image(),
            "-p",
            "p=80:" + port,
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);
    String second =
        Deployed.create(
            cluster.master(), "systest-port-b:1", cluster.image(), "-p", "p=80:" + port);

    Run deploy = cluster.helios("deploy", second, HOST);

    refusal(deploy, "PORT_CONFLICT");
    first.discard();
  }

  @Test
  void a_job_that_is_deployed_cannot_be_removed() {
    Deployed job =
        Deployed.running(
            cluster.master(),
            HOST,
            "systest-inuse:1",
            cluster.image(),
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);

    refusal(cluster.helios("remove", "--yes", job.job()), "STILL_IN_USE");
    job.discard();
  }

  @Test
  void a_wait_that_is_too_short_says_how_far_it_came() {
    String job =
        Deployed.create(
            cluster.master(),
            "systest-slow:1",
            cluster.image(),
            "--exec-check",
            "false",
            "--",
            "sh",
            "-c",
            Cluster.SLEEP);

    Run deploy = cluster.helios("deploy", "--wait", "--timeout", "4", job, HOST);

    refusal(deploy, "HEALTHCHECKING");
    cluster.helios("undeploy", "--wait", job, HOST).ok();
  }

  @Test
  void the_master_reports_no_failure_of_its_own_for_all_this() {
    assertThat(cluster.master().program().output()).doesNotContain("ERROR").doesNotContain("\tat ");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Http.get(cluster.master().url() + "/masters").json().toString())
                    .contains("master"));
  }

  private static void refusal(Run run, String mentions) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.all()).contains(mentions).doesNotContain("\tat ");
  }
}
