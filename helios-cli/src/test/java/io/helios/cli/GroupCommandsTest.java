package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommandsTest {
  private static final String SELECTORS =
      "'hostSelectors':[{'label':'role','operator':'EQUALS','operand':'bench'}]";

  private final CliFixture cli = new CliFixture();

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void creating_prints_the_group_and_the_answer() {
    cli.master.on("POST", "/deployment-group", json("{'status':'CREATED'}"));

    Result result = cli.run("create-deployment-group", "web979", "role=bench");

    assertThat(result.out())
        .isEqualTo(
            """
            Creating deployment group: {"hostSelectors":[{"label":"role","operand":"bench","operator":"EQUALS"}],"name":"web979"}
            {"status":"CREATED"}
            """);
    assertThat(result.exitCode()).isZero();
    assertThat(cli.run("create-deployment-group", "-q", "web979", "role=bench").out())
        .isEqualTo("{\"status\":\"CREATED\"}\n");
    assertThat(cli.run("create-deployment-group", "--json", "web979", "role=bench").out())
        .isEqualTo("{\"status\":\"CREATED\"}\n");
  }

  @Test
  void a_group_of_that_name_with_other_selectors_is_a_conflict() {
    cli.master.on("POST", "/deployment-group", json("{'status':'CONFLICT'}"));

    Result result = cli.run("create-deployment-group", "-q", "web979", "role=other");

    assertThat(result.err()).startsWith("Failed: CONFLICT (there is a group of that name");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void removing_tells_and_fails_for_an_unknown_group() {
    cli.master.on("DELETE", "/deployment-group/g", json("{'status':'REMOVED'}"));
    cli.master.on("DELETE", "/deployment-group/x", json("{'status':'DEPLOYMENT_GROUP_NOT_FOUND'}"));

    assertThat(cli.run("remove-deployment-group", "g").out())
        .isEqualTo("Deployment-group g removed\n");
    Result unknown = cli.run("remove-deployment-group", "x");
    assertThat(unknown.err())
        .isEqualTo("Failed to remove deployment-group x, status: DEPLOYMENT_GROUP_NOT_FOUND\n");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(cli.run("remove-deployment-group", "x", "--json").out())
        .isEqualTo("{\"status\":\"DEPLOYMENT_GROUP_NOT_FOUND\"}\n");
  }

  @Test
  void groups_are_listed_one_per_line() {
    cli.master.on("GET", "/deployment-group", "[\"a\",\"b\"]");

    assertThat(cli.run("list-deployment-groups").out()).isEqualTo("a\nb\n");
    assertThat(Documents.read(cli.run("list-deployment-groups", "--json").out())).hasSize(2);

    cli.master.on("GET", "/deployment-group", "[]");
    Result none = cli.run("list-deployment-groups");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("create-deployment-group");
    assertThat(none.exitCode()).isZero();
  }

  @Test
  void a_group_without_a_rollout_is_inspected_as_recorded() {
    cli.master.on("GET", "/deployment-group/g", json("{'name':'g'," + SELECTORS + "}"));

    assertThat(cli.run("inspect-deployment-group", "g").out())
        .isEqualTo(
            """
            Name: g
            Host selectors:
              role = bench
            Job: null
            """);
  }

  @Test
  void inspecting_shows_the_options_and_hides_the_token() {
    cli.master.on(
        "GET",
        "/deployment-group/g",
        json(
            "{'name':'g',"
                + SELECTORS
                + ",'jobId':'"
                + Wire.ID
                + "','rollingUpdateReason':'MANUAL','rolloutOptions':{'timeout':60,"
                + "'parallelism':2,'migrate':false,'overlap':true,'token':'s3cret',"
                + "'ignoreFailures':false,'maxFailures':'10%','order':{'label':'zone',"
                + "'values':['b','a']}}}"));

    assertThat(cli.run("inspect-deployment-group", "g").out())
        .isEqualTo(
            """
            Name: g
            Host selectors:
              role = bench
            Job: %s
            Rolling update reason: MANUAL
            Rollout options:
              Migrate: false
              Overlap: true
              Parallelism: 2
              Timeout: 60
              Token: ***
              Ignore failures: false
              Max failures: 10%%
              Order: zone=b,a
            """
                .formatted(Wire.ID));
    assertThat(cli.run("inspect-deployment-group", "g", "--show-token").out())
        .contains("  Token: s3cret\n");
    assertThat(Documents.read(cli.run("inspect-deployment-group", "--json", "g").out()).size())
        .isEqualTo(5);
  }

  @Test
  void an_unknown_group_is_told_in_one_way_everywhere() {
    for (String command :
        new String[] {
          "inspect-deployment-group", "deployment-group-status", "watch-deployment-group"
        }) {
      Result result = cli.run(command, "nope");
      assertThat(result.err()).isEqualTo("Unknown deployment group: nope\n");
      assertThat(result.exitCode()).isEqualTo(1);
    }
    assertThat(cli.run("inspect-deployment-group", "nope", "--json").out())
        .isEqualTo("{\"status\":\"DEPLOYMENT_GROUP_NOT_FOUND\"}\n");
    assertThat(cli.run("edit-deployment-group", "nope", "role=web").err())
        .isEqualTo("Unknown deployment group: nope\n");
    assertThat(cli.run("rollback", "nope").err()).isEqualTo("Unknown deployment group: nope\n");
  }

  @Test
  void a_status_shows_each_host_as_recorded() {
    cli.master.on("GET", "/deployment-group/g/status", status("'status':'IDLE','error':''", ""));

    assertThat(cli.run("deployment-group-status", "g").out())
        .isEqualTo(
            """
            Name: g
            Job Id: null
            Status: IDLE
            Host selectors:
              role = bench

            HOST    UP-TO-DATE    JOB              STATE
            h1                    -                -
            h2                    web:1:%s    FAILED
            """
                .formatted(Wire.ID.hash().substring(0, 7)));
  }

  @Test
  void a_status_says_why_and_how_the_rollout_stands() {
    cli.master.on(
        "GET",
        "/deployment-group/g/status",
        status(
            "'status':'ROLLING_OUT','error':'h2: oops','rolloutId':'r1',"
                + "'rolloutState':'AWAITING_PROMOTION','phase':'canaries done'",
            ",'jobId':'" + Wire.ID + "'"));

    assertThat(cli.run("deployment-group-status", "g").out())
        .contains(
            """
            Job Id: web:1:%1$s
            Status: ROLLING_OUT
            Host selectors:
              role = bench
            Error: h2: oops
            Rollout: r1, AWAITING_PROMOTION (canaries done)

            HOST    UP-TO-DATE    JOB              STATE
            h1                    -                -
            h2      X             web:1:%1$s    FAILED
            """
                .formatted(Wire.ID.hash().substring(0, 7)));
    assertThat(
            Documents.read(cli.run("deployment-group-status", "g", "--json").out())
                .path("rolloutId")
                .asText())
        .isEqualTo("r1");
  }

  @Test
  void watching_ends_when_the_group_is_gone() {
    cli.master.inTurn(
        "GET",
        "/deployment-group/g/status",
        Answer.json(status("'status':'IDLE','error':''", "")),
        Answer.of(404, ""));

    Result result = cli.run("watch-deployment-group", "g");

    assertThat(result.out())
        .startsWith(
            """
            Control-C to stop
            -------------------- [2026-11-20 22:00:00 UTC] --------------------
            Name: g
            """)
        .endsWith("The group g was removed\n");
    assertThat(result.exitCode()).isZero();
    assertThat(cli.passed()).hasSeconds(1);
  }

  @Test
  void stopping_tells_by_the_http_status_alone() {
    cli.master.on("POST", "/deployment-group/g/stop", request -> Answer.of(204, ""));
    cli.master.on("POST", "/deployment-group/e/stop", request -> Answer.of(500, ""));

    assertThat(cli.run("stop-deployment-group", "g").out())
        .isEqualTo("Deployment-group g stopped\n");
    assertThat(cli.run("stop-deployment-group", "g", "--json").out())
        .isEqualTo("{\"status\":\"STOPPED\"}\n");
    Result unknown = cli.run("stop-deployment-group", "nogroup");
    assertThat(unknown.err()).isEqualTo("Deployment-group nogroup not found\n");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(cli.run("stop-deployment-group", "e").err())
        .isEqualTo("Failed to stop deployment-group e: HTTP 500\n");
  }

  @Test
  void a_preview_is_of_a_group_or_of_selectors() {
    String hosts =
        json(
            "[{'host':'h1','status':'UP','labels':{'role':'web','zone':'a'},'matches':true},"
                + "{'host':'h2','status':'DOWN','labels':{'role':'web'},'matches':true}]");
    cli.master.on("GET", "/deployment-group/main-web/hosts", hosts);
    cli.master.on("GET", "/deployment-group/-/hosts", hosts);
    String table =
        """
        HOST    STATUS    LABELS
        h1      UP        role=web, zone=a
        h2      DOWN      role=web
        """;

    assertThat(cli.run("preview-deployment-group", "main-web").out()).isEqualTo(table);
    assertThat(cli.run("preview-deployment-group", "role=web").out()).isEqualTo(table);
    assertThat(cli.run("preview-deployment-group", "role=web", "zone in (a, b)").out())
        .isEqualTo(table);
    assertThat(cli.master.lines())
        .contains(
            "GET /deployment-group/-/hosts?selector=role%20%3D%20web&selector=zone%20in%20"
                + "%28a%2C%20b%29&user=alice");
    assertThat(Documents.read(cli.run("preview-deployment-group", "--json", "role=web").out()))
        .hasSize(2);

    cli.master.on("GET", "/deployment-group/-/hosts", "[]");
    assertThat(cli.run("preview-deployment-group", "role=web").err())
        .startsWith("No host matches;");
  }

  @Test
  void editing_asks_before_it_takes_a_job_from_a_host() {
    cli.master
        .on("GET", "/deployment-group/g", GroupWire.GROUP)
        .on("GET", "/deployment-group/g/hosts", matched("h1", "h2"))
        .on("GET", "/deployment-group/-/hosts", matched("h2", "h3"))
        .on("PUT", "/deployment-group/g", json("{'status':'UPDATED'}"));

    cli.input = "n\n";
    Result no = cli.run("edit-deployment-group", "g", "zone=b");
    assertThat(no.out())
        .isEqualTo(
            """
            Joining: h3
            Leaving: h1
            This will undeploy web:10:%s from the host that leaves
            Do you want to continue? [y/N]
            """
                .formatted(Wire.WEB10.id().hash().substring(0, 7)));
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(cli.master.lines()).noneMatch(line -> line.startsWith("PUT"));

    Result yes = cli.run("edit-deployment-group", "g", "zone=b", "--yes");
    assertThat(yes.out())
        .isEqualTo("Joining: h3\nLeaving: h1\nDeployment-group g updated, 2 hosts match\n");
    assertThat(cli.run("edit-deployment-group", "g", "zone=b", "--yes", "--json").out())
        .isEqualTo("{\"status\":\"UPDATED\"}\n");
  }

  @Test
  void editing_does_not_ask_where_nothing_is_taken() {
    cli.master
        .on("GET", "/deployment-group/g", GroupWire.GROUP)
        .on("GET", "/deployment-group/g/hosts", matched("h1"))
        .on("GET", "/deployment-group/-/hosts", matched("h1"))
        .on("PUT", "/deployment-group/g", json("{'status':'NOT_MODIFIED'}"));

    Result result = cli.run("edit-deployment-group", "g", "zone=b");

    assertThat(result.out()).isEqualTo("Deployment-group g has these selectors already\n");
    assertThat(result.exitCode()).isZero();
  }

  private static String matched(String... hosts) {
    StringBuilder json = new StringBuilder();
    for (String host : hosts) {
      json.append(json.isEmpty() ? "" : ",")
          .append(json("{'host':'" + host + "','status':'UP','labels':{},'matches':true}"));
    }
    return "[" + json + "]";
  }

  private static String status(String status, String ofGroup) {
    return json(
        "{'deploymentGroup':{'name':'g',"
            + SELECTORS
            + ofGroup
            + "},"
            + status
            + ",'hostStatuses':[{'host':'h1','jobId':null,'state':null},{'host':'h2','jobId':'"
            + Wire.ID
            + "','state':'FAILED'}],'deploymentGroupStatus':null}");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
