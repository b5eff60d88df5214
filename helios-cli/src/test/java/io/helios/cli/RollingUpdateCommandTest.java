package io.helios.cli;

import static io.helios.model.group.HostOutcome.State.DONE;
import static io.helios.model.group.HostOutcome.State.FAILED;
import static io.helios.model.group.HostOutcome.State.MOVING;
import static io.helios.model.group.HostOutcome.State.TODO;
import static io.helios.model.group.HostOutcome.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutState;
import io.helios.model.job.Job;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollingUpdateCommandTest {
  private static final String SHORT = Wire.ID.toShortString();
  private static final String START = "/deployment-group/g/rolling-update";
  private static final String HEAD =
      "g -> "
          + SHORT
          + " (parallelism=1, timeout=300, overlap=false, token=, ignoreFailures=false,"
          + " migrate=false, minHealthy=10)\n";

  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB, Wire.WEB10))
        .on("POST", START, json("{'status':'OK','rolloutId':'r1'}"));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static HostOutcome host(String name, HostOutcome.State state) {
    return GroupWire.host(name, state, null);
  }

  private void rollouts(String... looks) {
    Answer[] answers = new Answer[looks.length];
    for (int i = 0; i < looks.length; i++) {
      answers[i] = Answer.json(looks[i]);
    }
    cli.master.inTurn("GET", "/rollouts/r1", answers);
  }

  @Test
  void each_host_is_told_once_and_the_end() {
    rollouts(
        GroupWire.rollout(RolloutState.ROLLING_OUT, null, host("h1", MOVING), host("h2", TODO)),
        GroupWire.rollout(RolloutState.ROLLING_OUT, null, host("h1", DONE), host("h2", MOVING)),
        GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE), host("h2", DONE)));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.out())
        .isEqualTo(
            "Rolling update started: "
                + HEAD
                + """

                h1 -> RUNNING (1/2)
                h2 -> RUNNING (2/2)

                Done.
                Duration: 0.60 s
                """);
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void json_is_one_object_at_the_end() {
    rollouts(GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE)));

    JsonNode json = Documents.read(cli.run("rolling-update", "--json", "web:1", "g").out());

    assertThat(json.toString())
        .isEqualTo(
            json(
                "{'duration':0.0,'ignoreFailures':false,'migrate':false,'overlap':false,"
                    + "'parallelism':1,'rolloutId':'r1','rolloutState':'SUCCEEDED',"
                    + "'status':'DONE','timeout':300,'token':''}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone", "zone=", "=b", "zone=b,,a", " =b", "zone=b, "})
  void an_order_of_hosts_names_a_label_and_its_values(String order) {
    Result result = cli.run("rolling-update", "web:1", "g", "--order", order);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("Bad order of hosts '" + order + "'");
  }

  @Test
  void only_what_is_given_is_sent_and_the_time_to_stay_healthy() {
    rollouts(GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE)));

    cli.run("rolling-update", "web:1", "g", "-p", "2", "--no-overlap", "--order", "zone=b, a");

    assertThat(sent().toString())
        .isEqualTo(
            json(
                "{'ignoreFailures':null,'migrate':null,'minHealthy':10,'order':{'label':'zone',"
                    + "'values':['b','a']},'overlap':false,'parallelism':2,'timeout':null,"
                    + "'token':null}"));
  }

  @Test
  void all_options_are_sent_and_shown_but_for_the_token() {
    rollouts(GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE)));

    Result result =
        cli.run(
            ("rolling-update web:1 g -t 60 --par 3 --overlap --migrate --ignore-failures"
                    + " --token s3cret --min-healthy 5 --max-failures 10% --rollback-on-failure"
                    + " --canary 1 --auto-promote --soak 30 --order zone=b")
                .split(" "));

    assertThat(result.out())
        .startsWith(
            "Rolling update started: g -> "
                + SHORT
                + " (parallelism=3, timeout=60, overlap=true, token=***, ignoreFailures=true,"
                + " migrate=true, minHealthy=5, maxFailures=10%, rollbackOnFailure=true,"
                + " canary=1, autoPromote=true, soak=30, order=zone=b)\n");
    assertThat(sent().path("token").asText()).isEqualTo("s3cret");
    assertThat(sent().path("autoPromote").asBoolean()).isTrue();
  }

  @Test
  void the_jobs_own_options_count_where_nothing_is_given() {
    Job job =
        Wire.job(
            Wire.WEB.toBuilder()
                .setRolloutOptions(
                    RolloutOptions.newBuilder().setMinHealthy(60).setParallelism(7).build())
                .build());
    cli.master.on("GET", "/jobs", Wire.jobs(job));
    rollouts(GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE)));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.out()).contains("parallelism=7").contains("minHealthy=60");
    assertThat(sent().has("minHealthy")).isFalse();
    assertThat(sent().path("parallelism").isNull()).isTrue();
  }

  @Test
  void hosts_that_are_down_and_hosts_that_fail_are_told_with_the_reason() {
    rollouts(
        GroupWire.rollout(
            RolloutState.SUCCEEDED,
            null,
            host("h1", DONE),
            GroupWire.host("h2", WAITING, "it is DOWN"),
            GroupWire.host("h3", FAILED, "port 80 is held by db:1")));

    assertThat(cli.run("rolling-update", "web:1", "g").out())
        .endsWith(
            """
            h1 -> RUNNING (1/3)
            h2 -> waiting: it is DOWN
            h3 -> FAILED: port 80 is held by db:1

            Done.
            Caught up when they return: h2
            Duration: 0.00 s
            """);
  }

  @Test
  void a_failure_is_told_with_what_to_do() {
    rollouts(
        GroupWire.rollout(
            RolloutState.FAILED, "h1: timed out", GroupWire.host("h1", FAILED, "timed out")));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.out()).endsWith("h1 -> FAILED: timed out\n\nDuration: 0.00 s\n");
    assertThat(result.err())
        .isEqualTo(
            """
            Failed: h1: timed out
            Once more on the hosts that failed: helios rollout retry r1; on all: helios rolling-update web:1 g; back: helios rollback g
            """);
    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode json = Documents.read(cli.run("rolling-update", "--json", "web:1", "g").out());
    assertThat(json.path("status").asText()).isEqualTo("FAILED");
    assertThat(json.path("error").asText()).isEqualTo("h1: timed out");
  }

  @Test
  void a_rollback_is_seen_to_its_end() {
    rollouts(
        GroupWire.rollout(RolloutState.ROLLING_BACK, "h1: timed out", host("h1", FAILED)),
        GroupWire.rollout(RolloutState.ROLLED_BACK, "h1: timed out", host("h1", FAILED)));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.out()).contains("Rolling back to web:10:");
    assertThat(result.err()).startsWith("Failed: h1: timed out\nRolled back to web:10:");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_canary_leaves_the_others_to_a_promotion() {
    rollouts(
        GroupWire.rollout(
            RolloutState.AWAITING_PROMOTION, null, host("h1", DONE), host("h2", TODO)));

    Result result = cli.run("rolling-update", "web:1", "g", "--canary", "1");

    assertThat(result.out())
        .endsWith(
            """
            h1 -> RUNNING (1/2)

            Canaries done. The others wait for: helios rollout promote r1
            To take it back: helios rollback g
            Duration: 0.00 s
            """);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void a_canary_that_promotes_itself_is_followed_on() {
    RolloutOptions auto = RolloutOptions.newBuilder().setCanary("1").setAutoPromote(true).build();
    rollouts(
        GroupWire.rollout(
            RolloutState.AWAITING_PROMOTION, null, null, auto, host("h1", DONE), host("h2", TODO)),
        GroupWire.rollout(
            RolloutState.ROLLING_OUT, null, null, auto, host("h1", DONE), host("h2", MOVING)),
        GroupWire.rollout(
            RolloutState.SUCCEEDED, null, null, auto, host("h1", DONE), host("h2", DONE)));

    assertThat(cli.run("rolling-update", "web:1", "g").out())
        .endsWith(
            """
            h1 -> RUNNING (1/2)
            The canaries run; promoted by itself if they stay healthy
            Going on
            h2 -> RUNNING (2/2)

            Done.
            Duration: 0.60 s
            """);
  }

  @Test
  void only_the_command_gives_up_when_the_time_is_up() {
    rollouts(GroupWire.rollout(RolloutState.PAUSED, null, host("h1", DONE), host("h2", TODO)));

    Result result = cli.run("rolling-update", "-T", "1", "web:1", "g");

    assertThat(result.out()).contains("Paused; it goes on with: helios rollout resume r1\n");
    assertThat(result.err())
        .startsWith("1 of 2 done, 1 to do; see: helios status -j web:1\n")
        .endsWith("Timed out! (rolling-update still in progress)\nSee: helios rollout status r1\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.passed()).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(61));
    assertThat(
            Documents.read(cli.run("rolling-update", "-T", "1", "--json", "web:1", "g").out())
                .path("status")
                .asText())
        .isEqualTo("TIMEOUT");
  }

  @Test
  void async_returns_after_the_request() {
    assertThat(cli.run("rolling-update", "--async", "web:1", "g").out())
        .isEqualTo("Rolling update (async) started: " + HEAD + "See: helios rollout status r1\n");
    assertThat(
            Documents.read(cli.run("rolling-update", "--async", "--json", "web:1", "g").out())
                .path("status")
                .asText())
        .isEqualTo("OK");
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYMENT_GROUP_NOT_FOUND,see 'helios list-deployment-groups'",
    "JOB_NOT_FOUND,see 'helios jobs'"
  })
  void a_refusal_is_told(String status, String advice) {
    cli.master.on("POST", START, json("{'status':'" + status + "'}"));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.err()).isEqualTo("Failed: " + status + " (" + advice + ")\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_group_that_is_removed_meanwhile_is_no_crash() {
    cli.master.inTurn(
        "GET",
        "/rollouts/r1",
        Answer.json(GroupWire.rollout(RolloutState.ROLLING_OUT, null, host("h1", TODO))),
        Answer.of(404, ""));

    Result result = cli.run("rolling-update", "web:1", "g");

    assertThat(result.err()).isEqualTo("The rollout r1 is gone; was its group removed?\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void on_a_terminal_a_bar_stands_below_the_lines() {
    cli.terminal = true;
    rollouts(
        GroupWire.rollout(
            RolloutState.ROLLING_OUT,
            null,
            "1 host is being moved",
            RolloutOptions.NONE,
            host("h1", DONE),
            host("h2", MOVING),
            host("h3", TODO)),
        GroupWire.rollout(RolloutState.SUCCEEDED, null, host("h1", DONE), host("h2", DONE)));

    assertThat(cli.run("rolling-update", "web:1", "g").out())
        .contains(
            "\r\033[Kh1 -> RUNNING (1/3)\n"
                + "[######..............] 1 of 3 done, 1 moving, 1 to do, about 8 s left"
                + "\r\033[Kh2 -> RUNNING (2/2)\n");
  }

  @Test
  void a_dry_run_shows_what_would_happen_and_why() {
    String plan =
        json(
            "{'fingerprint':'f1','jobId':'"
                + Wire.ID
                + "','batches':2,'estimateSeconds':40,'hosts':["
                + "{'host':'h1','action':'REPLACE','reason':'runs web:10','batch':1},"
                + "{'host':'h2','action':'KEEP','reason':'runs it already','batch':null}]}");
    cli.master.on("POST", START + "/plan", plan);

    Result result = cli.run("rolling-update", "--dry-run", "web:1", "g");

    assertThat(result.out())
        .isEqualTo(
            "Plan: "
                + HEAD
                + """

                HOST    ACTION     BATCH    WHY
                h1      REPLACE    1        runs web:10
                h2      KEEP       -        runs it already

                2 batches, about 40 s
                Fingerprint: f1
                """);
    assertThat(result.err()).contains("--plan f1");
    assertThat(result.exitCode()).isZero();
    assertThat(cli.master.lines()).noneMatch(line -> line.startsWith("POST " + START + "?"));
    assertThat(
            Documents.read(cli.run("rolling-update", "--dry-run", "--json", "web:1", "g").out())
                .path("fingerprint")
                .asText())
        .isEqualTo("f1");
  }

  @Test
  void a_plan_of_facts_that_have_changed_is_refused() {
    cli.master.on(
        "POST",
        START,
        request ->
            request.query().startsWith("plan=f1")
                ? Answer.of(409, json("{'message':'the facts have changed since the plan'}"))
                : Answer.of(500, ""));

    Result result = cli.run("rolling-update", "--plan", "f1", "web:1", "g");

    assertThat(result.err()).contains("the facts have changed since the plan");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_master_of_the_predecessor_is_followed_by_the_groups_status() {
    cli.master.on("POST", START, json("{'status':'OK'}"));
    cli.master.inTurn(
        "GET",
        "/deployment-group/g/status",
        Answer.json(status("ROLLING_OUT", "null", "PULLING_IMAGE")),
        Answer.json(status("ROLLING_OUT", "null", "RUNNING")),
        Answer.json(status("ACTIVE", "null", "RUNNING")));

    Result result = cli.run("rolling-update", "web:1", "g");
    assertThat(result.out()).endsWith("\nh1 -> RUNNING (1/1)\n\nDone.\nDuration: 2.00 s\n");
    assertThat(result.exitCode()).isZero();

    cli.master.on("GET", "/deployment-group/g/status", status("FAILED", "'h1: oops'", "FAILED"));
    Result failed = cli.run("rolling-update", "web:1", "g");
    assertThat(failed.err()).isEqualTo("Failed: h1: oops\n");
    assertThat(failed.exitCode()).isEqualTo(1);

    cli.master.on(
        "GET",
        "/deployment-group/g/status",
        status("ACTIVE", "null", "RUNNING").replace(Wire.ID.toString(), "other:1"));
    assertThat(cli.run("rolling-update", "web:1", "g").err())
        .isEqualTo("Failed: Deployment-group job id changed during rolling-update\n");

    cli.master.on("GET", "/deployment-group/g/status", request -> Answer.of(404, ""));
    assertThat(cli.run("rolling-update", "web:1", "g").err())
        .isEqualTo("Failed: Failed to fetch deployment-group status\n");
  }

  private JsonNode sent() {
    return cli.master.received().stream()
        .filter(request -> request.path().equals(START))
        .map(request -> Documents.read(request.body()).path("rolloutOptions"))
        .findFirst()
        .orElseThrow();
  }

  private static String status(String status, String error, String state) {
    return json(
        "{'deploymentGroup':{'name':'g','hostSelectors':[],'jobId':'"
            + Wire.ID
            + "'},'status':'"
            + status
            + "','error':"
            + error
            + ",'hostStatuses':[{'host':'h1','jobId':'"
            + Wire.ID
            + "','state':'"
            + state
            + "'}],'deploymentGroupStatus':null}");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
