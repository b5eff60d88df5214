package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code start}, {@code stop} and {@code undeploy}. */
class GoalCommandsTest {
  private static final String PATH = "/hosts/host1/jobs/" + Wire.ID;

  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    String ok = "{\"status\":\"OK\",\"host\":\"host1\",\"job\":\"" + Wire.ID + "\"}";
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB))
        .on("GET", "/hosts", "[\"host1\",\"x\"]")
        .on("POST", PATH, ok)
        .on("DELETE", PATH, ok);
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void starting_and_stopping_set_the_goal_on_hosts_named_by_their_beginning() {
    assertThat(cli.run("stop", "--token", "t", "web:1", "hos").out())
        .isEqualTo("Stopping " + Wire.ID + " on [host1]\nhost1: done\n");
    assertThat(cli.run("start", "web:1", "host1").out())
        .isEqualTo("Starting " + Wire.ID + " on [host1]\nhost1: done\n");

    var posts =
        cli.master.received().stream().filter(request -> request.method().equals("POST")).toList();
    assertThat(posts.get(0).line()).isEqualTo("POST " + PATH + "?token=t&user=alice");
    assertThat(posts.get(0).body()).contains("\"goal\":\"STOP\"");
    assertThat(posts.get(1).body()).contains("\"goal\":\"START\"");
  }

  @Test
  void what_is_not_deployed_cannot_be_started() {
    cli.master.on(
        "POST",
        PATH,
        request ->
            Answer.of(
                404,
                "{\"status\":\"JOB_NOT_DEPLOYED\",\"host\":\"host1\",\"job\":\""
                    + Wire.ID
                    + "\"}"));

    Result result = cli.run("start", "web:1", "host1");

    assertThat(result.err()).startsWith("host1: failed: JOB_NOT_DEPLOYED (it is not deployed");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void stopping_may_wait_until_it_is_stopped() {
    String asked = Wire.entry(Wire.ID.toString(), Wire.deployment(Wire.WEB, "STOP", 9));
    cli.master.inTurn(
        "POST",
        "/hosts/statuses",
        host("UP", asked, task("RUNNING", ",\"generation\":8")),
        host("UP", asked, task("STOPPING", ",\"generation\":9")),
        host("UP", asked, task("STOPPED", ",\"generation\":9")));

    Result result = cli.run("stop", "--wait", "web:1", "host1");

    assertThat(result.out())
        .endsWith(
            "host1: waiting for the agent (0.0 s)\nhost1: STOPPING (0.1 s)\nhost1: STOPPED (0.3 s)\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void undeploying_may_wait_until_no_word_is_left() {
    cli.master.inTurn(
        "POST",
        "/hosts/statuses",
        host("UP", "", task("RUNNING", "")),
        host("UP", "", task("STOPPING", "")),
        host("UP", "", ""));

    Result result = cli.run("undeploy", "--wait", "web:1", "host1");

    assertThat(result.out())
        .isEqualTo(
            """
            Undeploying %s from [host1]
            host1: done
            host1: RUNNING (0.0 s)
            host1: STOPPING (0.1 s)
            host1: gone (0.3 s)
            """
                .formatted(Wire.ID));
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void waiting_is_given_up_on_a_host_that_is_down() {
    cli.master.on("POST", "/hosts/statuses", host("DOWN", "", task("RUNNING", "")).body());

    Result result = cli.run("undeploy", "--wait", "web:1", "host1");

    assertThat(result.err())
        .isEqualTo("host1: failed: the host is DOWN; its agent removes the job when it is back\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.passed()).hasSeconds(5);
  }

  @Test
  void undeploying_from_everywhere_asks_first() {
    cli.master.on(
        "GET",
        "/jobs/" + Wire.ID + "/status",
        Wire.jobStatus(Wire.WEB, "", Wire.entry("host1", Wire.deployment(Wire.WEB, "START", 1))));

    cli.input = "\n";
    Result no = cli.run("undeploy", "-a", "web:1");
    assertThat(no.out())
        .isEqualTo(
            "This will undeploy " + Wire.ID + " from [host1]\nDo you want to continue? [y/N]\n");
    assertThat(no.exitCode()).isEqualTo(1);

    assertThat(cli.run("undeploy", "-a", "--yes", "web:1", "ignored").out())
        .isEqualTo("Undeploying " + Wire.ID + " from [host1]\nhost1: done\n");
  }

  @Test
  void nothing_to_undeploy_is_no_failure() {
    cli.master.on("GET", "/jobs/" + Wire.ID + "/status", Wire.jobStatus(Wire.WEB, "", ""));

    Result result = cli.run("undeploy", "-a", "web:1");

    assertThat(result.out()).isEqualTo(Wire.ID + " is not currently deployed on any hosts.\n");
    assertThat(result.exitCode()).isZero();
    assertThat(cli.run("undeploy", "-a", "--json", "web:1").out()).isEqualTo("[]\n");
  }

  private static String task(String state, String more) {
    return Wire.entry(Wire.ID.toString(), Wire.task(Wire.WEB, state, more));
  }

  private static Answer host(String status, String jobs, String statuses) {
    return Answer.json("{" + Wire.entry("host1", Wire.host(status, jobs, statuses)) + "}");
  }
}
