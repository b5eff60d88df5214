package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateCommandTest {
  private final CliFixture cli = new CliFixture();
  @TempDir private Path directory;

  @BeforeEach
  void master() {
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB, Wire.WEB10))
        .on("POST", "/jobs", "{\"errors\":[],\"id\":\"" + Wire.ID + "\",\"status\":\"OK\"}");
  }

  @AfterEach
  void close() {
    cli.close();
  }

  /** What the master was sent by {@code create} with these arguments. */
  private JsonNode created(String... arguments) {
    List<String> all = new ArrayList<>(List.of("create"));
    all.addAll(List.of(arguments));
    Result result = cli.run(all.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return Documents.read(cli.master.received().get(cli.master.received().size() - 1).body());
  }

  @Test
  void how_the_image_is_fetched_is_said_by_flags() {
    JsonNode job = created("web:1", "i:1", "--pull-policy", "never");
    assertThat(job.path("pullPolicy").asText()).isEqualTo("never");
    assertThat(job.has("registryCredentials")).isFalse();

    job = created("web:1", "i:1", "--registry-credentials", "team-a");
    assertThat(job.path("registryCredentials").asText()).isEqualTo("team-a");
    assertThat(job.has("pullPolicy")).isFalse();
  }

  @Test
  void a_job_is_made_of_flags() {
    JsonNode job =
        created(
            "web:1",
            "bars/busybox:1",
            "-p",
            "http=80",
            "-p",
            "dns=10.0.0.1:53:5353/udp",
            "--env",
            "COLOR=b=lue",
            "-m",
            "team=infra",
            "--labels",
            "a=b",
            "-r",
            "web/http=http",
            "-r",
            "xy=dns",
            "--registration-domain",
            "d",
            "--volume",
            "/data",
            "--volume",
            "/src:/dst:ro",
            "--ramdisk",
            "/tmp:size=64m",
            "--hostname",
            "h",
            "--token",
            "t",
            "--network-mode",
            "bridge",
            "--runtime",
            "runc",
            "--expires",
            "2030-01-01T00:00:00Z",
            "--http-check",
            "http:/h",
            "--security-opt",
            "a:b",
            "--add-capability",
            "NET_ADMIN",
            "--drop-capability",
            "KILL",
            "--memory",
            "64m",
            "--memory-swap",
            "-1",
            "--cpu-shares",
            "512",
            "--cpuset",
            "0-1",
            "--seconds-to-wait-before-kill",
            "7",
            "--rollout-options",
            "timeout=60",
            "--rollout-options",
            "migrate=false",
            "--rollout-options",
            "canary=10%",
            "--rollout-options",
            "minHealthy=0",
            "--rollout-options",
            "order=zone=b,a",
            "--",
            "/bin/sh",
            "-c",
            "httpd -f");

    assertThat(job.path("id").asText()).isEqualTo("web:1");
    assertThat(job.path("image").asText()).isEqualTo("bars/busybox:1");
    assertThat(job.path("command").toString()).isEqualTo("[\"/bin/sh\",\"-c\",\"httpd -f\"]");
    assertThat(job.path("ports").toString())
        .isEqualTo(
            "{\"dns\":{\"externalPort\":5353,\"internalPort\":53,\"ip\":\"10.0.0.1\","
                + "\"protocol\":\"udp\"},\"http\":{\"externalPort\":null,\"internalPort\":80,"
                + "\"ip\":null,\"protocol\":\"tcp\"}}");
    assertThat(job.path("env").toString()).isEqualTo("{\"COLOR\":\"b=lue\"}");
    assertThat(job.path("registration").toString())
        .isEqualTo("{\"web/http\":{\"ports\":{\"http\":{}}},\"xy/http\":{\"ports\":{\"dns\":{}}}}");
    assertThat(job.path("volumes").toString()).isEqualTo("{\"/data\":\"\",\"/dst:ro\":\"/src\"}");
    assertThat(job.path("ramdisks").toString()).isEqualTo("{\"/tmp\":\"size=64m\"}");
    assertThat(job.path("resources").toString())
        .isEqualTo("{\"cpuShares\":512,\"cpuset\":\"0-1\",\"memory\":67108864,\"memorySwap\":-1}");
    assertThat(job.path("healthCheck").toString())
        .isEqualTo("{\"type\":\"http\",\"path\":\"/h\",\"port\":\"http\"}");
    assertThat(job.path("expires").asText()).isEqualTo("2030-01-01T00:00:00.000+0000");
    assertThat(job.path("rolloutOptions").toString())
        .isEqualTo(
            "{\"canary\":\"10%\",\"ignoreFailures\":null,\"migrate\":false,\"minHealthy\":0,"
                + "\"order\":{\"label\":\"zone\",\"values\":[\"b\",\"a\"]},\"overlap\":null,"
                + "\"parallelism\":null,\"timeout\":60,\"token\":null}");
    assertThat(job.path("secondsToWaitBeforeKill").asInt()).isEqualTo(7);
    assertThat(job.path("token").asText()).isEqualTo("t");
    assertThat(job.path("labels").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(job.path("addCapabilities").toString()).isEqualTo("[\"NET_ADMIN\"]");
  }

  @Test
  void flags_say_what_jobs_of_the_predecessor_could_not() {
    JsonNode job =
        created(
            "web:1",
            "busybox",
            "--user",
            "1000:1000",
            "--working-dir",
            "/w",
            "--entrypoint",
            "/bin/sh -c",
            "--read-only",
            "--init",
            "--stop-signal",
            "SIGINT",
            "--cpus",
            "1.5",
            "--pids-limit",
            "100",
            "--shm-size",
            "1m",
            "--ulimit",
            "nofile=10:20",
            "--ulimit",
            "core=0",
            "--device",
            "/dev/null:/dev/x:r",
            "--add-host",
            "db:10.0.0.1",
            "--sysctl",
            "net.core.somaxconn=9",
            "--log-driver",
            "json-file",
            "--log-opt",
            "max-size=1m");

    assertThat(job.path("user").asText()).isEqualTo("1000:1000");
    assertThat(job.path("workingDir").asText()).isEqualTo("/w");
    assertThat(job.path("entrypoint").toString()).isEqualTo("[\"/bin/sh\",\"-c\"]");
    assertThat(job.path("readOnlyRootfs").toString()).isEqualTo("true");
    assertThat(job.path("init").toString()).isEqualTo("true");
    assertThat(job.path("stopSignal").asText()).isEqualTo("SIGINT");
    assertThat(job.path("cpus").toString()).isEqualTo("1.5");
    assertThat(job.path("pidsLimit").toString()).isEqualTo("100");
    assertThat(job.path("shmSize").toString()).isEqualTo("1048576");
    assertThat(job.path("ulimits").toString())
        .isEqualTo("{\"core\":{\"soft\":0},\"nofile\":{\"hard\":20,\"soft\":10}}");
    assertThat(job.path("devices").toString()).isEqualTo("[\"/dev/null:/dev/x:r\"]");
    assertThat(job.path("extraHosts").toString()).isEqualTo("[\"db:10.0.0.1\"]");
    assertThat(job.path("sysctls").toString()).isEqualTo("{\"net.core.somaxconn\":\"9\"}");
    assertThat(job.path("logDriver").asText()).isEqualTo("json-file");
    assertThat(job.path("logOptions").toString()).isEqualTo("{\"max-size\":\"1m\"}");
    assertThat(created("web:1", "busybox").has("user")).isFalse();
  }

  @Test
  void a_file_may_hold_them_empty_or_with_a_host_config_and_flags_are_laid_over_them()
      throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(
        file,
        """
        {"id": "web:1", "image": "busybox", "user": null, "entrypoint": [], "sysctls": {},
         "logDriver": "syslog", "logOptions": {"tag": "x"}, "devices": ["/dev/a"],
         "ulimits": {"core": {"soft": 1}}, "hostConfig": {"PidMode": "host"}}
        """);

    JsonNode job =
        created(
            "-f",
            file.toString(),
            "--log-driver",
            "local",
            "--device",
            "/dev/b",
            "--ulimit",
            "core=2",
            "--entrypoint",
            "");

    assertThat(job.path("hostConfig").toString()).isEqualTo("{\"PidMode\":\"host\"}");
    assertThat(job.path("devices").toString()).isEqualTo("[\"/dev/a\",\"/dev/b\"]");
    assertThat(job.path("ulimits").toString()).isEqualTo("{\"core\":{\"soft\":2}}");
    assertThat(job.has("logOptions")).as("they were another driver's").isFalse();
    assertThat(job.path("entrypoint").toString()).isEqualTo("[\"\"]");
  }

  @Test
  void it_says_what_it_creates_without_the_token() {
    Result result = cli.run("create", "web:1", "busybox", "--token", "s3cret");

    assertThat(result.out())
        .startsWith("Creating job: {\"addCapabilities\":[],")
        .contains("\"token\":\"***\"")
        .doesNotContain("s3cret")
        .endsWith("}\nDone.\n" + Wire.ID + "\n");
    assertThat(cli.run("create", "-q", "web:1", "busybox").out()).isEqualTo(Wire.ID + "\n");
    assertThat(cli.run("create", "--json", "web:1", "busybox").out())
        .isEqualTo("{\"errors\":[],\"id\":\"" + Wire.ID + "\",\"status\":\"OK\"}\n");
  }

  @Test
  void what_inspect_prints_is_taken_from_a_file_and_changed_by_flags() throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(file, cli.run("inspect", "--json", "web:1").out());
    cli.environment.put("GIT_COMMIT", "abc");

    JsonNode job =
        created(
            "-f", file.toString(), "web:7", "other", "--env", "X=1", "-p", "http=81", "--", "ls");

    assertThat(job.path("id").asText()).isEqualTo("web:7");
    assertThat(job.path("created").isNull()).isTrue();
    assertThat(job.path("image").asText()).isEqualTo("other");
    assertThat(job.path("env").toString()).isEqualTo("{\"COLOR\":\"blue\",\"X\":\"1\"}");
    assertThat(job.path("ports").path("http").path("internalPort").asInt()).isEqualTo(81);
    assertThat(job.path("metadata").toString())
        .isEqualTo("{\"GIT_COMMIT\":\"abc\",\"team\":\"infra\"}");
    assertThat(job.path("command").toString()).isEqualTo("[\"ls\"]");

    assertThat(created("-f", file.toString()).path("id").asText())
        .as("the file's own id, the master computes the hash")
        .isEqualTo("web:1");
  }

  @Test
  void a_file_may_come_from_standard_input_and_lack_an_id() {
    cli.input = "{\"image\":\"busybox\"}";
    assertThat(created("-f", "-", "in:1").path("image").asText()).isEqualTo("busybox");

    Result result = cli.run("create", "-f", "-");
    assertThat(result.err())
        .isEqualTo("The job in standard input has no id: put one there or give one as argument\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"a:1\",\\n \"image\": nope}|[line 2, column 11]",
        "{\"id\":\"a:1\",\\n \"ports\": 7}|line 2, column ",
        "{\"id\":\"a:1\"|line 1, column ",
        "[]|expected a JSON object",
        "''|expected a JSON object",
        "{\"id\":\"a\",\"image\":\"b\"}|Invalid Job id: a",
        "{\"id\":\"a:1\",\"healthCheck\":{\"type\":\"x\"}}|line 1, column "
      })
  void a_file_that_is_no_job_is_told_with_the_place(String content, String message)
      throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(file, content.replace("\\n", "\n"));

    Result result = cli.run("create", "-f", file.toString());

    assertThat(result.err())
        .startsWith("Cannot read a job from " + file + ": ")
        .contains(message)
        .doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    Path file = directory.resolve("nothing.json");

    Result result = cli.run("create", "--json", "-f", file.toString());

    assertThat(result.err()).isEqualTo("No such file: " + file + "\n");
    assertThat(Documents.read(result.out()).path("error").asText()).startsWith("No such file");
    assertThat(cli.run("create", "-f", directory.toString()).err())
        .startsWith("Cannot read " + directory);
  }

  @Test
  void fields_that_mean_nothing_are_told_and_the_job_is_created_all_the_same() throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(
        file,
        """
        {"id": "web:1", "image": "busybox", "comand": ["a"], "env": {"ANY": "x"},
         "ports": {"http": {"internalPort": 80, "extrenalPort": 81}},
         "healthCheck": {"type": "tcp", "port": "http"}}
        """);

    Result result = cli.run("create", "-f", file.toString());

    assertThat(result.err())
        .isEqualTo("Ignored in " + file + ", no such field: comand, ports.http.extrenalPort\n");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"id\":\"a:1\",\n\"env\":\"x\"}'|'env must be an object { ... } [line 2, column 7]'",
        "'{\"id\":\"a:1\",\n\"command\":\"x\"}'|'command must be a list [ ... ]'",
        "'{\"id\":\"a:1\",\n\"gracePeriod\":\"x\"}'|'gracePeriod must be a number'",
        "'{\"id\":\"a:1\",\n\"pidsLimit\":\"x\"}'|'pidsLimit must be a number'",
        "'{\"id\":\"a:1\",\n\"ulimits\":[]}'|'ulimits must be an object { ... }'",
        "'{\"id\":\"a:1\",\n}'|'Unexpected character'",
      })
  void a_value_that_does_not_fit_is_told_with_its_place(String content, String problem)
      throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(file, content);

    Result result = cli.run("create", "-f", file.toString());

    assertThat(result.err()).startsWith("Cannot read a job from " + file + ": ");
    assertThat(result.err()).contains("[line 2, column ");
    assertThat(result.err()).contains(problem);
    assertThat(cli.master.received()).isEmpty();
  }

  @Test
  void an_existing_job_is_a_template() {
    JsonNode job = created("-t", "web:1", "web:2", "other/image");

    assertThat(job.path("id").asText()).isEqualTo("web:2");
    assertThat(job.path("image").asText()).isEqualTo("other/image");
    assertThat(job.path("metadata").path("team").asText()).isEqualTo("infra");

    cli.master.on("GET", "/jobs", "{}");
    Result unknown = cli.run("create", "--json", "-t", "x", "web:2");
    assertThat(unknown.err()).isEqualTo("Unknown job: x\n");
    assertThat(Documents.read(unknown.out()).path("status").asText()).isEqualTo("UNKNOWN_JOB");
  }

  @Test
  void what_breaks_a_rule_is_told_before_the_master_is_asked() {
    Result text = cli.run("create", "web:bad version", "busybox", "-p", "a=80:90", "-p", "b=81:90");
    Result json = cli.run("create", "--json", "web:bad version", "busybox");

    assertThat(text.err().lines())
        .containsExactly(
            "Job version may only contain [0-9a-zA-Z-_.] in job version [bad version].",
            "Duplicate external port mapping: tcp:90");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(json.out())
        .isEqualTo(
            "{\"errors\":[\"Job version may only contain [0-9a-zA-Z-_.] in job version [bad"
                + " version].\"],\"id\":\"web:bad version\",\"status\":"
                + "\"INVALID_JOB_DEFINITION\"}\n");
    assertThat(cli.master.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-p http|Bad port mapping: http",
        "-p http=x|Bad port mapping: http=x",
        "-p http=300.0.0.1:80:80|300.0.0.1 is not a valid IP address.",
        "-p a=1 -p a=2|Duplicate port mapping: a",
        "-r 1x=http|Bad registration: 1x=http",
        "-r web|here are 0",
        "--env COLOR|Bad --env 'COLOR': expected KEY=VALUE",
        "--http-check 80|Bad --http-check '80'",
        "--http-check http:x|Bad --http-check",
        "--tcp-check a --exec-check b|Only one health check",
        "--docker-check --exec-check b|Only one health check",
        "--health-interval 5|the job has none",
        "--docker-check --health-retries 0|Health check retries must be from 1 to 100",
        "--expires soon|Bad --expires 'soon'",
        "--expires 2020-01-01T00:00:00Z|expires in the past",
        "--memory lots|Bad --memory 'lots'",
        "--memory 999999999999g|too much",
        "--volume :x|Bad volume: :x",
        "--volume data|Volume path is not absolute",
        "--rollout-options x=1|Bad --rollout-options key 'x'",
        "--rollout-options timeout=0|greater than 0",
        "--rollout-options migrate=maybe|expected true or false",
        "--rollout-options soak=-1|expected a number greater than 0",
        "--rollout-options order=zone|expected LABEL=value1,value2",
        "--rollout-options canary=x|canary must be a number of hosts, such as 3",
        "--network-mode none|network mode must be",
        "--ulimit nofile|Bad --ulimit 'nofile': expected NAME=SOFT[:HARD]",
        "--ulimit files=1|No such ulimit: files",
        "--stop-signal SIGTREM|Invalid stop signal: SIGTREM",
        "--sysctl x|Bad --sysctl 'x'",
        "--cpus 0|Invalid number of cpus: 0.0",
        "--shm-size much|Bad --shm-size 'much'",
        "--add-host db|Invalid extra host: db",
        "--tcp-check http|Health check port 'http' not defined",
        "-p a=80:80 --grace-period 10|grace period"
      })
  void a_flag_that_makes_no_sense_is_told(String flagsAndMessage) {
    String[] parts = flagsAndMessage.split("\\|");
    List<String> all = new ArrayList<>(List.of("create", "web:1", "busybox"));
    all.addAll(List.of(parts[0].split(" ")));

    Result result = cli.run(all.toArray(String[]::new));

    assertThat(result.err()).containsIgnoringCase(parts[1]).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.master.received()).isEmpty();
  }

  @Test
  void the_pace_of_a_health_check_is_laid_over_that_of_the_file() throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(
        file,
        """
        {"id": "web:1", "image": "busybox",
         "healthCheck": {"type": "exec", "command": ["true"], "interval": 7, "retries": 2}}
        """);
    String path = file.toString();

    assertThat(created("-f", path, "--health-retries", "5", "--health-restart").path("healthCheck"))
        .isEqualTo(
            Documents.read(
                """
                {"type":"exec","command":["true"],"interval":7,"retries":5,"restart":true}
                """));
    assertThat(
            created("-f", path, "--docker-check", "--health-start-period", "60")
                .path("healthCheck"))
        .isEqualTo(
            Documents.read(
                """
                {"type":"exec","command":[],"docker":true,"interval":7,"retries":2,"startPeriod":60}
                """));
  }

  @Test
  void every_field_of_a_health_check_is_known_in_a_file() throws IOException {
    Path file = directory.resolve("job.json");
    Files.writeString(
        file,
        """
        {"id": "web:1", "image": "busybox",
         "healthCheck": {"type": "docker", "interval": 1, "timeout": 2, "retries": 3,
                         "startPeriod": 4, "restart": false}}
        """);

    assertThat(created("-f", file.toString()).path("healthCheck").path("restart").toString())
        .isEqualTo("false");
  }

  @Test
  void an_id_or_image_that_cannot_be_one_is_told() {
    assertThat(cli.run("create", "a:b:c:d", "busybox").err())
        .isEqualTo("Invalid job id 'a:b:c:d': expected name:version\n");
    assertThat(cli.run("create", "web", "busybox").err())
        .startsWith("Job version was not specified");
    assertThat(cli.run("create", "web:1", "Busybox").err()).startsWith("Invalid image name");
  }

  @Test
  void what_the_master_refuses_is_told() {
    cli.master.on(
        "POST",
        "/jobs",
        request ->
            Answer.of(
                400,
                "{\"status\":\"JOB_ALREADY_EXISTS\",\"errors\":[],\"id\":\"" + Wire.ID + "\"}"));
    Result exists = cli.run("create", "web:1", "busybox");
    assertThat(exists.err()).startsWith("Failed: JOB_ALREADY_EXISTS " + Wire.ID + " (a name");
    assertThat(exists.exitCode()).isEqualTo(1);
    assertThat(cli.run("create", "-q", "web:1", "busybox").out()).isEmpty();

    cli.master.on(
        "POST",
        "/jobs",
        request ->
            Answer.of(
                400,
                Json.text(
                    new CreateJobResponse(
                        CreateJobResponse.Status.INVALID_JOB_DEFINITION,
                        List.of("no NET_ADMIN here"),
                        "web:1"))));
    assertThat(cli.run("create", "web:1", "busybox").err())
        .isEqualTo("Failed: INVALID_JOB_DEFINITION web:1\nno NET_ADMIN here\n");
  }

  @Test
  void a_dry_run_asks_whether_the_job_is_good_and_creates_nothing() {
    cli.master
        .on("POST", "/jobs", request -> Answer.of(500, ""))
        .on(
            "POST",
            "/jobs/validate",
            "{\"status\":\"OK\",\"errors\":[],\"id\":\"" + Wire.ID + "\"}");

    Result result = cli.run("create", "--dry-run", "web:1", "busybox");

    assertThat(result.out())
        .startsWith("Checking job: {")
        .endsWith("The job is good; nothing was created.\n" + Wire.ID + "\n");
    assertThat(result.exitCode()).isZero();
    assertThat(cli.master.lines()).containsExactly("POST /jobs/validate?user=alice");
  }

  @Test
  void a_master_that_is_too_old_for_a_dry_run_creates_nothing() {
    CliFixture old = new CliFixture();
    Result result = old.run("create", "--dry-run", "web:1", "busybox");
    old.close();
    assertThat(result.err())
        .isEqualTo("This master cannot judge a job without creating it; nothing was created\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }
}
