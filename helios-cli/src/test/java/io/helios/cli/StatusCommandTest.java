package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code status} and {@code watch}. */
class StatusCommandTest {
  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    cli.master.on("GET", "/jobs", Wire.jobs(Wire.WEB10, Wire.WEB));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private static String running() {
    return Wire.task(
        Wire.WEB,
        "RUNNING",
        ",\"containerId\":\""
            + Wire.CONTAINER
            + "\",\"ports\":{\"http\":{\"internalPort\":80,\"externalPort\":24229},"
            + "\"x\":{\"internalPort\":81}}");
  }

  private void statuses(String tasksOfWeb10) {
    cli.master.on(
        "POST",
        "/jobs/statuses",
        "{"
            + Wire.entry(
                Wire.WEB10.id().toString(),
                Wire.jobStatus(
                    Wire.WEB10,
                    tasksOfWeb10,
                    Wire.entry("h1", Wire.deployment(Wire.WEB10, "STOP", 1))))
            + ","
            + Wire.entry(
                Wire.ID.toString(),
                Wire.jobStatus(
                    Wire.WEB,
                    Wire.entry("h2.b.net", running()),
                    Wire.entry("h1", Wire.deployment(Wire.WEB, "START", 1))))
            + "}");
  }

  @Test
  void an_unhealthy_task_is_told_with_its_reason_and_a_healthy_one_is_not_remarked_on() {
    String sick = ",\"health\":\"UNHEALTHY\",\"healthReason\":\"GET / answered 503\"";
    String flapping = ",\"throttled\":\"FLAPPING\"" + sick;
    cli.master.on(
        "POST",
        "/jobs/statuses",
        "{"
            + Wire.entry(
                Wire.ID.toString(),
                Wire.jobStatus(
                    Wire.WEB,
                    Wire.entry("h1", Wire.task(Wire.WEB, "RUNNING", sick))
                        + ","
                        + Wire.entry("h2", Wire.task(Wire.WEB, "STOPPING", flapping))
                        + ","
                        + Wire.entry(
                            "h3", Wire.task(Wire.WEB, "RUNNING", ",\"health\":\"HEALTHY\"")),
                    ""))
            + "}");

    assertThat(cli.run("status").out())
        .contains("RUNNING (UNHEALTHY)")
        .contains("STOPPING (FLAPPING, UNHEALTHY)")
        .contains("unhealthy: GET / answered 503")
        .doesNotContain("(HEALTHY)");
  }

  @Test
  void rows_come_by_job_and_host_and_blanks_say_what_is_missing() {
    statuses("");
    cli.searchDomains = List.of("b.net");

    assertThat(cli.run("status").out())
        .isEqualTo(
            """
            JOB ID            HOST    GOAL     STATE      CONTAINER ID    PORTS
            %s     h1      START
            %s     h2               RUNNING    4e427cf         http=80:24229 x=81
            %s    h1      STOP
            """
                .formatted(
                    Wire.ID.toShortString(),
                    Wire.ID.toShortString(),
                    Wire.WEB10.id().toShortString()));
    assertThat(cli.run("status", "-f").out())
        .contains(Wire.ID.toString())
        .contains("h2.b.net")
        .contains(Wire.CONTAINER);
  }

  @Test
  void reasons_have_a_column_where_there_are_any() {
    statuses(
        Wire.entry(
            "h1",
            Wire.task(
                Wire.WEB10,
                "FAILED",
                ",\"throttled\":\"IMAGE_MISSING\",\"containerError\":\"no such image:\\n"
                    + " bars/none\"")));

    String out = cli.run("status").out();

    assertThat(out.lines().findFirst().orElseThrow()).endsWith("PORTS                 ERROR");
    assertThat(out).contains("FAILED (IMAGE_MISSING)").endsWith("    no such image: bars/none\n");
  }

  private String stateAt(String fields) {
    statuses(Wire.entry("h1", Wire.task(Wire.WEB10, "EXITED", fields)));
    return cli.run("status").out();
  }

  @Test
  void a_task_that_ended_says_how_often_it_was_tried_and_when_it_will_be_again() {
    long now = CliFixture.NOW.toEpochMilli();

    assertThat(
            stateAt(
                ",\"exitCode\":1,\"restarts\":4,\"nextTry\":"
                    + (now + 11_001)
                    + ",\"containerError\":\"the container exited with code 1\""))
        .contains(" EXITED (code 1, 4 restarts, next try in 12 s) ")
        .contains(" the container exited with code 1\n");
    assertThat(
            stateAt(
                ",\"exitCode\":137,\"oomKilled\":true,\"restarts\":1,\"nextTry\":"
                    + now
                    + ",\"throttled\":\"FLAPPING\""))
        .contains(" EXITED (FLAPPING, code 137, out of memory, 1 restart, next try is due) ");
  }

  @Test
  void hosts_are_chosen_by_a_regular_expression() {
    statuses("");

    assertThat(cli.run("status", "--host", "^h2", "-j", "web").out())
        .contains("h2")
        .doesNotContain(" h1 ");
    assertThat(cli.master.lines()).contains("GET /jobs?q=web&hostPattern=%5Eh2&user=alice");
    assertThat(Documents.read(cli.run("status", "--host", "h2", "--json").out()))
        .as("filtered as well")
        .hasSize(1);

    Result none = cli.run("status", "--host", "zzz");
    assertThat(none.err())
        .isEqualTo(
            """
            There are no jobs deployed to hosts with the host pattern 'zzz'
            Run 'helios hosts zzz' to check that your host exists and is up
            """);
    assertThat(none.exitCode()).isEqualTo(1);
  }

  @Test
  void a_job_that_is_not_there_is_told() {
    cli.master.on("GET", "/jobs", "{}");

    Result result = cli.run("status", "-j", "nothing");
    assertThat(result.err()).isEqualTo("job id matcher \"nothing\" matched no jobs\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.run("status", "--json", "-j", "nothing").out()).isEqualTo("{ }\n");
    assertThat(cli.run("status").exitCode()).as("nothing at all is fine").isZero();
  }

  @Test
  void watching_shows_each_look_until_the_job_is_gone() {
    cli.master.inTurn(
        "GET",
        "/jobs/" + Wire.ID + "/status",
        Answer.json(
            Wire.jobStatus(Wire.WEB, "", Wire.entry("h1", Wire.deployment(Wire.WEB, "START", 1)))),
        Answer.json(Wire.jobStatus(Wire.WEB, Wire.entry("h1", running()), "")),
        Answer.of(404, ""));

    Result result = cli.run("watch", "web:1", "--interval", "2");

    assertThat(result.out())
        .isEqualTo(
            """
            Control-C to stop
            -------------------- [2026-11-20 22:00:00 UTC] --------------------
            JOB              HOST    STATE      THROTTLED?
            %s    h1      UNKNOWN
            -------------------- [2026-11-20 22:00:02 UTC] --------------------
            JOB              HOST    STATE      THROTTLED?
            %s    h1      RUNNING    NO
            -------------------- [2026-11-20 22:00:04 UTC] --------------------
            """
                .formatted(Wire.ID.toShortString(), Wire.ID.toShortString()));
    assertThat(result.err()).isEqualTo("The job " + Wire.ID + " was removed\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void watching_exactly_shows_hosts_without_a_state_and_no_others() {
    cli.master.on("GET", "/hosts", "[\"h1\",\"h7\"]");
    cli.master.inTurn(
        "GET",
        "/jobs/" + Wire.ID + "/status",
        Answer.json(Wire.jobStatus(Wire.WEB, Wire.entry("h1", running()), "")),
        Answer.of(404, ""));

    assertThat(cli.run("watch", "--exact", "web:1", "h7").out())
        .contains("h7      UNKNOWN")
        .doesNotContain("h1 ");
  }

  @Test
  void several_targets_are_watched_together() {
    cli.master.inTurn(
        "GET",
        "/jobs/" + Wire.ID + "/status",
        Answer.json(Wire.jobStatus(Wire.WEB, Wire.entry("h1", running()), "")),
        Answer.json(Wire.jobStatus(Wire.WEB, Wire.entry("h1", running()), "")),
        Answer.of(404, ""));

    Result result = cli.run("watch", "web:1", "-z", cli.master.url());

    assertThat(result.out().lines().filter("MASTER"::equals)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.out().lines().filter(line -> line.startsWith("---"))).hasSize(2);
  }

  @Test
  void watching_ends_quietly_when_nobody_reads() {
    cli.master.on(
        "GET",
        "/jobs/" + Wire.ID + "/status",
        Wire.jobStatus(Wire.WEB, Wire.entry("h1", running()), ""));
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            true,
            StandardCharsets.UTF_8);
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int exitCode =
        Main.run(
            List.of("-z", cli.master.url(), "watch", "web:1"),
            cli.setting(broken, new PrintStream(err, true, StandardCharsets.UTF_8)));

    assertThat(exitCode).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
