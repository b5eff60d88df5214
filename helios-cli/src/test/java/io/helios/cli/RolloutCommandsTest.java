package io.helios.cli;

import static io.helios.model.group.HostOutcome.State.DONE;
import static io.helios.model.group.HostOutcome.State.FAILED;
import static io.helios.model.group.HostOutcome.State.MOVING;
import static io.helios.model.group.HostOutcome.State.SKIPPED;
import static io.helios.model.group.HostOutcome.State.TODO;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutState;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutCommandsTest {
  private static final String SHORT = Wire.ID.toShortString();
  private static final String SHORT10 = Wire.WEB10.id().toShortString();
  private static final String MOVING_ON =
      GroupWire.rollout(
          RolloutState.ROLLING_OUT,
          null,
          GroupWire.host("h1", DONE, null),
          GroupWire.host("h2", FAILED, "exit code 1"),
          GroupWire.host("h3", MOVING, null),
          GroupWire.host("h4", TODO, null));

  private final CliFixture cli = new CliFixture();

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void rollouts_are_listed_newest_first_with_hosts_counted() throws IOException {
    cli.master.on("GET", "/deployment-group/g/rollouts", "[" + summary(MOVING_ON) + "]");

    assertThat(cli.run("rollout", "list", "g").out())
        .isEqualTo(
            """
            ID    STARTED                TOOK      STATE          WHY       BY     JOB                                HOSTS
            r1    2026-11-20 21:59:40    20.0 s    ROLLING_OUT    MANUAL    bob    %s -> %s    1 of 4 done, 1 moving, 1 failed, 1 to do
            """
                .formatted(SHORT10, SHORT));
    assertThat(cli.master.lines())
        .containsExactly("GET /deployment-group/g/rollouts?limit=20&user=alice");
    assertThat(
            Documents.read(cli.run("rollout", "list", "g", "--json").out())
                .path(0)
                .path("counts")
                .path("failed")
                .asInt())
        .isEqualTo(1);
    assertThat(cli.run("rollout", "list", "x").err()).isEqualTo("Unknown deployment group: x\n");

    cli.master.on("GET", "/deployment-group/g/rollouts", "[]");
    assertThat(cli.run("rollout", "list", "g").err())
        .isEqualTo("The group g never had a rollout.\n");
  }

  @Test
  void a_status_names_only_hosts_worth_a_look() {
    cli.master.on("GET", "/rollouts/r1", MOVING_ON);

    assertThat(cli.run("rollout", "status", "r1").out())
        .isEqualTo(
            """
            Rollout: r1
            Group: g
            Job: %s -> %s
            State: ROLLING_OUT
            Started by: bob, MANUAL, 2026-11-20 21:59:40
            Options: parallelism=1, timeout=300, overlap=false, token=, ignoreFailures=false, migrate=false
            Hosts: 1 of 4 done, 1 moving, 1 failed, 1 to do, about 8 s left
            Took: 20.0 s

            HOST    STATE     TOOK    WHY
            h2      FAILED            exit code 1
            h3      MOVING
            """
                .formatted(SHORT10, SHORT));
    assertThat(cli.run("rollout", "status", "r1", "-f").out()).contains("h4      TODO");
    assertThat(
            Documents.read(cli.run("rollout", "status", "r1", "--json").out()).path("id").asText())
        .isEqualTo("r1");
  }

  @Test
  void inspecting_shows_all_hosts_and_events() {
    cli.master.on(
        "GET",
        "/rollouts/r1",
        GroupWire.rollout(
            RolloutState.FAILED, "h2: exit code 1", GroupWire.host("h1", DONE, null)));

    assertThat(cli.run("rollout", "inspect", "r1").out())
        .contains("State: FAILED\nError: h2: exit code 1\n")
        .endsWith(
            """
            Took: 12.0 s

            HOST    STATE    TOOK                 WHY
            h1      DONE     4.0 s (gap 0.5 s)

            2026-11-20 21:59:40 started by bob
            2026-11-20 21:59:41 h1: runs web:1
            """);
  }

  @Test
  void a_group_stands_for_its_last_rollout() throws IOException {
    cli.master.on("GET", "/deployment-group/g/rollouts", "[" + summary(MOVING_ON) + "]");
    cli.master.on("GET", "/rollouts/r1", MOVING_ON);

    assertThat(cli.run("rollout", "status", "g").out()).startsWith("Rollout: r1\n");
    assertThat(cli.run("rollout", "status", "x").err())
        .isEqualTo("There is no rollout and no group x\n");

    cli.master.on("GET", "/deployment-group/g/rollouts", "[]");
    Result none = cli.run("rollout", "pause", "g");
    assertThat(none.err()).isEqualTo("The group g never had a rollout\n");
    assertThat(none.exitCode()).isEqualTo(1);
  }

  @Test
  void watching_a_rollout_ends_with_it() {
    cli.master.inTurn(
        "GET",
        "/rollouts/r1",
        Answer.json(MOVING_ON),
        Answer.json(MOVING_ON),
        Answer.json(
            GroupWire.rollout(
                RolloutState.FAILED,
                "h2: exit code 1",
                GroupWire.host("h2", FAILED, "exit code 1"))));

    Result result = cli.run("rollout", "status", "r1", "--watch");

    assertThat(result.out())
        .isEqualTo(
            """
            h1 -> RUNNING (1/4)
            h2 -> FAILED: exit code 1

            Duration: 0.20 s
            """);
    assertThat(result.err()).startsWith("Failed: h2: exit code 1\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_host_that_is_cordoned_is_told_with_the_reason() {
    HostOutcome cordoned =
        new HostOutcome("h9", SKIPPED, "the host is cordoned", "CORDONED", null, null, null, null);
    cli.master.on(
        "GET",
        "/rollouts/r1",
        GroupWire.rollout(
            RolloutState.SUCCEEDED, null, GroupWire.host("h1", DONE, null), cordoned));

    assertThat(cli.run("rollout", "status", "r1", "--watch").out())
        .startsWith("h1 -> RUNNING (1/1)\nh9 -> skipped: the host is cordoned\n")
        .contains("\nCaught up when they are uncordoned: h9\n");
    assertThat(cli.run("rollout", "status", "r1").out())
        .containsPattern("\nh9 +SKIPPED +the host is cordoned\n");
  }

  @Test
  void a_host_that_left_the_group_is_not_said_to_run_the_job() {
    HostOutcome left =
        new HostOutcome("h9", DONE, "left the group", "LEFT", null, null, null, null);
    cli.master.on("GET", "/rollouts/r1", GroupWire.rollout(RolloutState.SUCCEEDED, null, left));

    Result result = cli.run("rollout", "status", "r1", "--watch");

    assertThat(result.out()).startsWith("h9 -> left the group (1/1)\n");
  }

  @ParameterizedTest
  @CsvSource({"pause,paused", "resume,resumed", "promote,promoted", "retry,started"})
  void a_rollout_is_steered(String action, String done) {
    cli.master.on("GET", "/rollouts/r1", MOVING_ON);
    cli.master.on("POST", "/rollouts/r1/" + action, "{\"status\":\"OK\",\"rolloutId\":\"r7\"}");

    Result result = cli.run("rollout", action, "r1");

    assertThat(result.out()).isEqualTo("Rollout r7 " + done + "\n");
    assertThat(result.exitCode()).isZero();
    assertThat(cli.run("rollout", action, "r1", "--json").out())
        .isEqualTo("{\"rolloutId\":\"r7\",\"status\":\"OK\"}\n");
  }

  @Test
  void what_does_not_apply_is_told_in_the_masters_words() {
    cli.master.on("GET", "/rollouts/r1", MOVING_ON);
    cli.master.on(
        "POST",
        "/rollouts/r1/promote",
        request -> Answer.of(409, "{\"message\":\"the rollout has no canary\"}"));

    Result result = cli.run("rollout", "promote", "r1");

    assertThat(result.err()).contains("the rollout has no canary");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void stopping_asks() {
    cli.master.on("GET", "/rollouts/r1", MOVING_ON);
    cli.master.on("POST", "/rollouts/r1/stop", "{\"status\":\"OK\",\"rolloutId\":\"r1\"}");

    Result unanswered = cli.run("rollout", "stop", "r1");
    assertThat(unanswered.out())
        .startsWith("This will stop the rollout r1 of g to " + SHORT + " where it stands\n");
    assertThat(unanswered.exitCode()).isEqualTo(1);
    assertThat(cli.master.lines()).noneMatch(line -> line.startsWith("POST"));

    cli.input = "y\n";
    assertThat(cli.run("rollout", "stop", "r1").out()).endsWith("Rollout r1 stopped\n");
    cli.input = "";
    assertThat(cli.run("rollout", "stop", "r1", "--yes").out()).isEqualTo("Rollout r1 stopped\n");
  }

  @Test
  void a_rollback_is_a_rollout_that_is_followed() {
    cli.master
        .on("GET", "/deployment-group/g", GroupWire.GROUP)
        .on("POST", "/deployment-group/g/rollback", "{\"status\":\"OK\",\"rolloutId\":\"r1\"}")
        .on(
            "GET",
            "/rollouts/r1",
            GroupWire.rollout(RolloutState.SUCCEEDED, null, GroupWire.host("h1", DONE, null)));

    cli.input = "y\n";
    Result result = cli.run("rollback", "g");
    assertThat(result.out())
        .isEqualTo(
            """
            This will bring g from %s back to the job before
            Do you want to continue? [y/N]
            Rollback started: g -> %s (rollout r1)

            h1 -> RUNNING (1/1)

            Done.
            Duration: 0.00 s
            """
                .formatted(SHORT10, SHORT));

    Result to = cli.run("rollback", "g", "--to", "r1", "--yes", "--async");
    assertThat(to.out()).isEqualTo("Rollback started: g -> " + SHORT + " (rollout r1)\n");
    assertThat(cli.master.lines()).contains("POST /deployment-group/g/rollback?to=r1&user=alice");
    assertThat(cli.run("rollback", "g", "--to", "r9", "--yes").err())
        .isEqualTo("There is no rollout r9\n");
    assertThat(
            Documents.read(cli.run("rollback", "g", "--yes", "--json").out())
                .path("status")
                .asText())
        .isEqualTo("DONE");
  }

  private static String summary(String rollout) throws IOException {
    return Json.text(Json.read(rollout.getBytes(StandardCharsets.UTF_8), Rollout.class).summary());
  }
}
