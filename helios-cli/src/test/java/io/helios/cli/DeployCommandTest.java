package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeployCommandTest {
  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB, Wire.WEB10))
        .on("GET", "/hosts", "[\"host2.b.net\",\"host1.b.net\",\"other\"]");
    accept("host1.b.net");
    accept("host2.b.net");
  }

  private void accept(String host) {
    cli.master.on(
        "PUT",
        "/hosts/" + host + "/jobs/" + Wire.ID,
        "{\"status\":\"OK\",\"host\":\"" + host + "\",\"job\":\"" + Wire.ID + "\"}");
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void it_deploys_to_each_host_and_tells_in_the_order_given() {
    Result result = cli.run("deploy", "web:1", "host2", "host1");

    assertThat(result.out())
        .isEqualTo(
            """
            Deploying %s on [host2.b.net, host1.b.net]
            host2.b.net: done
            host1.b.net: done
            """
                .formatted(Wire.ID));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(cli.master.lines())
        .contains("PUT /hosts/host1.b.net/jobs/" + Wire.ID + "?token=&user=alice");
  }

  @Test
  void a_refusal_is_explained_and_the_others_go_on() {
    cli.master.on(
        "PUT",
        "/hosts/other/jobs/" + Wire.ID,
        request ->
            Answer.of(
                400,
                "{\"status\":\"PORT_CONFLICT\",\"host\":\"other\",\"job\":\"" + Wire.ID + "\"}"));

    Result result = cli.run("deploy", "web:1", "other", "host1");

    assertThat(result.err())
        .isEqualTo(
            "other: failed: PORT_CONFLICT (another job on that host has one of its external"
                + " ports)\n");
    assertThat(result.out()).endsWith("host1.b.net: done\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_master_that_takes_many_hosts_at_once_is_asked_once() {
    cli.master.on(
        "POST",
        "/jobs/" + Wire.ID + "/deploy",
        "{\"results\":[{\"status\":\"OK\",\"host\":\"host2.b.net\",\"job\":\"%s\"},"
                .formatted(Wire.ID)
            + "{\"status\":\"HOST_CORDONED\",\"host\":\"host1.b.net\",\"job\":\"%s\","
                .formatted(Wire.ID)
            + "\"message\":\"Host host1.b.net is cordoned by bob\"}]}");

    Result result = cli.run("deploy", "--token", "t", "web:1", "host2", "host1");

    assertThat(result.out()).endsWith("host2.b.net: done\n");
    assertThat(result.err())
        .isEqualTo(
            "host1.b.net: failed: HOST_CORDONED (Host host1.b.net is cordoned by bob; see 'helios"
                + " uncordon')\n");
    assertThat(cli.master.lines())
        .contains("POST /jobs/" + Wire.ID + "/deploy?token=t&user=alice")
        .noneMatch(line -> line.startsWith("PUT"));
    assertThat(cli.master.received())
        .anyMatch(
            it ->
                it.body()
                    .equals("{\"goal\":\"START\",\"hosts\":[\"host2.b.net\",\"host1.b.net\"]}"));
  }

  @Test
  void what_the_master_says_of_a_refusal_is_shown() {
    cli.master.on(
        "PUT",
        "/hosts/other/jobs/" + Wire.ID,
        request ->
            Answer.of(
                400,
                "{\"status\":\"PORT_CONFLICT\",\"host\":\"other\",\"job\":\""
                    + Wire.ID
                    + "\",\"message\":\"port 80 is held by db:1\"}"));

    assertThat(cli.run("deploy", "web:1", "other").err())
        .isEqualTo("other: failed: PORT_CONFLICT (port 80 is held by db:1)\n");
    assertThat(cli.run("deploy", "--json", "web:1", "other").out())
        .contains("\"message\":\"port 80 is held by db:1\"");
  }

  @Test
  void json_is_an_object_for_one_host_and_a_list_for_several() {
    String one = "{\"host\":\"host1.b.net\",\"job\":\"" + Wire.ID + "\",\"status\":\"OK\"}";

    assertThat(cli.run("deploy", "--json", "web:1", "host1").out()).isEqualTo(one + "\n");
    assertThat(cli.run("--json", "deploy", "web:1", "host1", "host2").out())
        .isEqualTo("[" + one + "," + one.replace("host1", "host2") + "]\n");
  }

  @Test
  void waiting_shows_each_change_and_ends_when_it_runs() {
    String deployed = Wire.entry(Wire.ID.toString(), Wire.deployment(Wire.WEB, "START", 7));
    cli.master.inTurn(
        "POST",
        "/hosts/statuses",
        statuses(deployed, task("RUNNING", ",\"generation\":6")),
        statuses(deployed, task("PULLING_IMAGE", ",\"generation\":7")),
        statuses(deployed, task("PULLING_IMAGE", ",\"generation\":7")),
        statuses(deployed, task("HEALTHCHECKING", ",\"generation\":7,\"containerError\":\"503\"")),
        statuses(deployed, task("RUNNING", ",\"generation\":7,\"containerId\":\"c\"")));

    Result result = cli.run("deploy", "--wait", "web:1", "host1");

    assertThat(result.out())
        .endsWith(
            """
            host1.b.net: done
            host1.b.net: waiting for the agent (0.0 s)
            host1.b.net: PULLING_IMAGE (0.1 s)
            host1.b.net: HEALTHCHECKING (0.5 s): 503
            host1.b.net: RUNNING (0.8 s)
            """);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void waiting_ends_with_the_reason_where_it_is_hopeless() {
    cli.master.on(
        "POST",
        "/hosts/statuses",
        statuses(
                Wire.entry(Wire.ID.toString(), Wire.deployment(Wire.WEB, "START", 7)),
                task(
                    "FAILED",
                    ",\"generation\":7,\"throttled\":\"IMAGE_MISSING\",\"containerError\":\"no such"
                        + " image: bars/none:1\""))
            .body());

    Result result = cli.run("deploy", "--wait", "--json", "web:1", "host1");

    assertThat(result.err()).isEqualTo("host1.b.net: failed: no such image: bars/none:1\n");
    assertThat(result.out())
        .contains("\"outcome\":\"FAILED\"")
        .contains("\"reason\":\"FAILED (IMAGE_MISSING): no such image: bars/none:1\"");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_long_error_is_told_once_while_it_lasts_and_again_at_the_end() {
    String error = ",\"generation\":7,\"containerError\":\"cannot start container %s: oops\"";
    cli.master.inTurn(
        "POST",
        "/hosts/statuses",
        statuses(deployed(), task("FAILED", error.formatted("a".repeat(64)))),
        statuses(deployed(), task("STARTING", error.formatted("a".repeat(64)))),
        statuses(
            deployed(),
            task("FAILED", error.formatted("a".repeat(64)) + ",\"throttled\":\"FLAPPING\"")));

    Result result = cli.run("deploy", "--wait", "web:1", "host1");

    assertThat(result.out())
        .endsWith(
            """
            host1.b.net: FAILED (0.0 s): cannot start container aaaaaaa: oops
            host1.b.net: STARTING (0.1 s)
            """);
    assertThat(result.err())
        .isEqualTo("host1.b.net: failed: cannot start container aaaaaaa: oops\n");
  }

  @Test
  void several_hosts_end_with_one_line_for_all() {
    String bad = ",\"generation\":7,\"throttled\":\"IMAGE_MISSING\",\"containerError\":\"gone\"";
    String good = ",\"generation\":7,\"containerId\":\"c\",\"verified\":true";
    String one = Wire.entry("host1.b.net", Wire.host("UP", deployed(), task("RUNNING", good)));
    cli.master.on(
        "POST",
        "/hosts/statuses",
        "{"
            + one
            + ","
            + Wire.entry("host2.b.net", Wire.host("UP", deployed(), task("FAILED", bad)))
            + "}");

    Result mixed = cli.run("deploy", "--wait", "web:1", "host1", "host2");
    assertThat(mixed.err())
        .isEqualTo(
            "host2.b.net: failed: gone\nRUNNING on 1 of 2 hosts after 0.0 s; failed on host2.b.net\n");
    assertThat(mixed.exitCode()).isEqualTo(1);

    cli.master.on(
        "POST",
        "/hosts/statuses",
        "{"
            + one
            + ","
            + Wire.entry("host2.b.net", Wire.host("UP", deployed(), task("RUNNING", good)))
            + "}");
    Result all = cli.run("deploy", "--wait", "web:1", "host1", "host2");
    assertThat(all.out()).endsWith("RUNNING on 2 of 2 hosts after 0.0 s\n");
    assertThat(all.err()).isEmpty();
  }

  @Test
  void waiting_ends_when_the_time_is_up() {
    cli.master.on("POST", "/hosts/statuses", statuses(deployed(), "").body());

    Result result = cli.run("deploy", "--wait", "--timeout", "20", "web:1", "host1");

    assertThat(result.err())
        .isEqualTo("host1.b.net: failed: not RUNNING after 20 s; last: waiting for the agent\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.passed()).hasSeconds(20);
  }

  private static String deployed() {
    return Wire.entry(Wire.ID.toString(), Wire.deployment(Wire.WEB, "START", 7));
  }

  private static String task(String state, String more) {
    return Wire.entry(Wire.ID.toString(), Wire.task(Wire.WEB, state, more));
  }

  private static Answer statuses(String jobs, String statuses) {
    return Answer.json("{" + Wire.entry("host1.b.net", Wire.host("UP", jobs, statuses)) + "}");
  }
}
