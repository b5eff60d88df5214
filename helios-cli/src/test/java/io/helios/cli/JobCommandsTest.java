package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.ContainerOptions.Ulimit;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.Job;
import io.helios.model.job.Liveness;
import io.helios.model.job.PortMapping;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing, inspecting and removing jobs, and their history. */
class JobCommandsTest {
  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    cli.master.on("GET", "/jobs", Wire.jobs(Wire.WEB10, Wire.WEB));
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void jobs_are_listed_with_the_number_of_hosts() {
    cli.master.on(
        "POST",
        "/jobs/statuses",
        "{"
            + Wire.entry(
                Wire.ID.toString(),
                Wire.jobStatus(
                    Wire.WEB, "", Wire.entry("h1", Wire.deployment(Wire.WEB, "START", 1))))
            + "}");

    Result result = cli.run("jobs");

    assertThat(result.out())
        .isEqualTo(
            """
            JOB ID            NAME    VERSION    HOSTS    COMMAND                            ENVIRONMENT
            %s     web     1          1        /bin/sh -c "httpd -f -p 80"        COLOR=blue
            %s    web     10         0
            """
                .replace("        ENVIRONMENT", "    ENVIRONMENT")
                .replace("        COLOR", "    COLOR")
                .replace("COMMAND                            ", "COMMAND                    ")
                .formatted(Wire.ID.toShortString(), Wire.WEB10.id().toShortString()));
    assertThat(cli.run("jobs", "-y").out()).contains("web:1:").doesNotContain("web:10:");
    assertThat(cli.run("jobs", "-f").out()).contains(Wire.ID.toString());
    assertThat(cli.run("jobs", "-q").out()).isEqualTo(Wire.ID + "\n" + Wire.WEB10.id() + "\n");
  }

  @Test
  void jobs_as_json_is_a_map_and_quietly_a_list() {
    assertThat(
            Documents.read(cli.run("jobs", "--json").out())
                .path(Wire.ID.toString())
                .path("image")
                .asText())
        .isEqualTo("bars/busybox:1");
    assertThat(Documents.read(cli.run("jobs", "-q", "--json").out()).path(0).asText())
        .isEqualTo(Wire.ID.toString());
    assertThat(cli.master.lines()).noneMatch(line -> line.contains("statuses"));
  }

  @Test
  void a_pattern_that_matches_nothing_is_told() {
    cli.master.on("GET", "/jobs", "{}");

    Result result = cli.run("jobs", "nothing");
    assertThat(result.err()).isEqualTo("job pattern nothing matched no jobs\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.run("jobs", "-q", "nothing").err()).isEmpty();
    assertThat(cli.run("jobs", "--json", "nothing").out()).isEqualTo("{ }\n");
    assertThat(cli.run("jobs").exitCode()).as("no jobs at all").isZero();
  }

  @Test
  void an_exact_reference_is_not_ambiguous() {
    assertThat(cli.run("inspect", "web:1").out()).startsWith("Id: " + Wire.ID + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "history", "remove --yes", "deploy host=h", "undeploy -a"})
  void a_reference_to_several_jobs_or_none_ends_every_command(String command) {
    String[] ambiguous = command.replace("host=h", "").strip().concat(" we").split(" ");
    if (command.startsWith("deploy")) {
      ambiguous = new String[] {"deploy", "we", "h"};
    }
    Result result = cli.run(ambiguous);
    assertThat(result.err())
        .startsWith("Ambiguous job reference: we (could be web:1:")
        .contains("web:10:");
    assertThat(result.exitCode()).isEqualTo(1);

    cli.master.on("GET", "/jobs", "{}");
    Result unknown = cli.run(ambiguous);
    assertThat(unknown.err()).isEqualTo("Unknown job: we\n");
    assertThat(unknown.exitCode()).isEqualTo(1);
  }

  @Test
  void an_unknown_job_has_its_json() {
    cli.master.on("GET", "/jobs", "{}");

    assertThat(cli.run("inspect", "--json", "x").out())
        .isEqualTo("{\"host\":null,\"job\":null,\"status\":\"JOB_NOT_FOUND\"}\n");
  }

  @Test
  void a_job_is_inspected_part_by_part() {
    assertThat(cli.run("inspect", "web:1").out())
        .isEqualTo(
            """
            Id: %s
            Image: bars/busybox:1
            Created: Fri, 20 Nov 2026 21:59:42 +0000
            Expires: never
            Hostname:
            Command: [/bin/sh, -c, "httpd -f -p 80"]
            Env: COLOR=blue
            Health check:
            Grace period (seconds):
            Time to wait before kill (seconds):
            Metadata: team=infra
            Ports: http=80/tcp
            Reg:
            Security options: []
            Network mode:
            Token:
            Volumes:
            Add capabilities:
            Drop capabilities:
            Runtime:
            Rollout options (null means default):
            """
                .formatted(Wire.ID));
  }

  @Test
  void a_health_check_is_shown_with_what_it_says_of_its_pace() {
    Liveness pace = new Liveness(10, 5, 2, 60, true);
    cli.master.on(
        "GET",
        "/jobs",
        Wire.jobs(
            Wire.job(
                Job.newBuilder("checked", "1")
                    .setImage("i")
                    .setHealthCheck(new HealthCheck.Docker(pace))
                    .build())));

    assertThat(cli.run("inspect", "checked").out())
        .contains(
            "Health check: type: docker, interval: 10, timeout: 5, retries: 2, start period: 60,"
                + " restart: true\n");
  }

  @Test
  void further_entries_stand_under_the_first() {
    Job job =
        Wire.job(
            Job.newBuilder("many", "1")
                .setImage("i")
                .setEnv(Map.of("A", "1", "B", "2"))
                .setPorts(
                    Map.of(
                        "a",
                        PortMapping.of(80, 8080),
                        "b",
                        new PortMapping(53, null, "udp", "127.0.0.1")))
                .setLabels(Map.of("l", "v"))
                .build());
    cli.master.on("GET", "/jobs", Wire.jobs(job));

    assertThat(cli.run("inspect", "many").out())
        .contains("Env: A=1\n     B=2\n")
        .contains("Ports: a=80:8080/tcp\n       b=127.0.0.1:53/udp\n")
        .contains("Labels: l=v\n");
  }

  @Test
  void how_the_image_is_fetched_is_shown_where_the_job_says_so() {
    Job job =
        Wire.job(
            Job.newBuilder("private", "1")
                .setImage("i")
                .setImageOptions(new ImageOptions("if-missing", "team-a"))
                .build());
    cli.master.on("GET", "/jobs", Wire.jobs(job));

    assertThat(cli.run("inspect", "private").out())
        .contains("Pull policy: if-missing\n")
        .contains("Registry credentials: team-a\n");
  }

  @Test
  void what_jobs_of_the_predecessor_could_not_say_is_shown_where_it_is_said() {
    Job job =
        Wire.job(
            Job.newBuilder("many", "1")
                .setImage("i")
                .setContainer(
                    ContainerOptions.newBuilder()
                        .setUser("app")
                        .setWorkingDir("/w")
                        .setEntrypoint(List.of("sh", "a b"))
                        .setReadOnlyRootfs(true)
                        .setInit(false)
                        .setStopSignal("SIGINT")
                        .setCpus(1.5)
                        .setPidsLimit(9L)
                        .setShmSize(65536L)
                        .setUlimits(
                            Map.of("core", new Ulimit(0, null), "nofile", new Ulimit(1, 2L)))
                        .setDevices(List.of("/dev/a", "/dev/b"))
                        .setExtraHosts(List.of("db:10.0.0.1"))
                        .setSysctls(Map.of("net.core.somaxconn", "9"))
                        .setLogDriver("syslog")
                        .setLogOptions(Map.of("tag", "x"))
                        .setHostConfig(Map.of("PidMode", "host", "OomScoreAdj", 7))
                        .build())
                .build());
    cli.master.on("GET", "/jobs", Wire.jobs(job));

    assertThat(cli.run("inspect", "many").out())
        .contains(
            """
            User: app
            Working directory: /w
            Entrypoint: [sh, "a b"]
            Read-only root: true
            Init: false
            Stop signal: SIGINT
            Cpus: 1.5
            Pids limit: 9
            Size of /dev/shm: 65536
            Ulimits: core=0
                     nofile=1:2
            Devices: /dev/a
                     /dev/b
            Extra hosts: db:10.0.0.1
            Sysctls: net.core.somaxconn=9
            Log driver: syslog
            Log options: tag=x
            Host config: OomScoreAdj=7
                         PidMode="host"
            """);
  }

  @Test
  void a_token_is_shown_only_when_asked_for() {
    assertThat(cli.run("inspect", "web:10").out())
        .contains("Token: (hidden")
        .doesNotContain("s3cret");
    assertThat(cli.run("inspect", "--show-token", "web:10").out()).contains("Token: s3cret\n");
    assertThat(Documents.read(cli.run("inspect", "--json", "web:10").out()).path("token").asText())
        .as("what create -f takes")
        .isEqualTo("s3cret");
  }

  @Test
  void removing_asks_first() {
    cli.master.on("DELETE", "/jobs/" + Wire.ID, "{\"status\":\"OK\"}");
    String question = "This will remove the job " + Wire.ID + "\nDo you want to continue? [y/N]\n";

    cli.input = "n\n";
    Result no = cli.run("remove", "web:1");
    assertThat(no.out()).isEqualTo(question);
    assertThat(no.exitCode()).isEqualTo(1);

    cli.input = "";
    Result nobody = cli.run("remove", "web:1");
    assertThat(nobody.err()).startsWith("No answer, so nothing was done");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(cli.master.lines()).noneMatch(line -> line.startsWith("DELETE"));

    cli.input = "Yes\n";
    Result yes = cli.run("remove", "web:1");
    assertThat(yes.out())
        .isEqualTo(question + "Removing job " + Wire.ID + "\n" + Wire.ID + ": done\n");
    assertThat(yes.exitCode()).isZero();
  }

  @Test
  void a_question_does_not_disturb_json() {
    cli.master.on("DELETE", "/jobs/" + Wire.ID, "{\"status\":\"OK\"}");
    cli.input = "y\n";

    Result result = cli.run("--json", "remove", "web:1");

    assertThat(result.out()).isEqualTo("{\"status\":\"OK\"}\n");
    assertThat(result.err()).contains("Do you want to continue?");
  }

  @Test
  void a_job_in_use_is_not_removed() {
    cli.master.on(
        "DELETE", "/jobs/" + Wire.ID, request -> Answer.of(400, "{\"status\":\"STILL_IN_USE\"}"));

    Result result = cli.run("remove", "--yes", "--token", "t", "web:1");

    assertThat(result.err())
        .isEqualTo(
            Wire.ID
                + ": failed: STILL_IN_USE (it is still deployed; see 'helios status', 'helios"
                + " undeploy -a')\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.master.lines()).contains("DELETE /jobs/" + Wire.ID + "?token=t&user=alice");
  }

  @Test
  void history_is_a_table_in_the_masters_order() {
    cli.master.on(
        "GET",
        "/history/jobs/" + Wire.ID,
        "{\"status\":\"OK\",\"events\":["
            + event("agent1", 1795211987904L, Wire.task(Wire.WEB, "PULLING_IMAGE", ""))
            + ","
            + event(
                "agent2",
                1795211988174L,
                Wire.task(
                    Wire.WEB,
                    "EXITED",
                    ",\"throttled\":\"FLAPPING\",\"exitCode\":3,\"restarts\":11,"
                        + "\"nextTry\":1795212018174,\"containerId\":\""
                        + Wire.CONTAINER
                        + "\""))
            + "]}");

    assertThat(cli.run("history", "web:1").out())
        .isEqualTo(
            """
            HOST      TIMESTAMP                  STATE            THROTTLED    CONTAINERID%s    ERROR
            agent1    2026-11-20 21:59:47.904    PULLING_IMAGE    NO           <none>
            agent2    2026-11-20 21:59:48.174    EXITED           FLAPPING     %s    last exit code 3; 11 restarts; next try in 30 s
            """
                .formatted(" ".repeat(53), Wire.CONTAINER));
    assertThat(cli.run("history", "web:1", "agent2").out()).doesNotContain("agent1");
    assertThat(Documents.read(cli.run("history", "--json", "web:1").out()).path("events"))
        .hasSize(2);
  }

  @Test
  void history_says_how_many_events_were_not_kept() {
    String late = event("agent1", 1795211988174L, Wire.task(Wire.WEB, "RUNNING", ""));
    cli.master.on(
        "GET",
        "/history/jobs/" + Wire.ID,
        "{\"status\":\"OK\",\"events\":["
            + event("agent1", 1795211987904L, Wire.task(Wire.WEB, "PULLING_IMAGE", ""))
            + ","
            + late.replace("{\"host\"", "{\"omitted\":970,\"host\"")
            + "]}");

    assertThat(cli.run("history", "web:1").err()).contains("970 events were not kept");
    assertThat(cli.run("history", "--json", "web:1").out()).contains("970");
  }

  private static String event(String host, long timestamp, String status) {
    return "{\"host\":\"" + host + "\",\"timestamp\":" + timestamp + ",\"status\":" + status + "}";
  }
}
