package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.cli.command.Commands;
import io.helios.cli.frame.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final CliFixture cli = new CliFixture();

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void nothing_is_answered_with_help_and_is_no_success() {
    Result result = cli.bare();

    assertThat(result.out()).startsWith("usage: helios").contains("undeploy a job from hosts");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void help_is_a_success(String flag) {
    assertThat(cli.bare(flag).exitCode()).isZero();
    assertThat(cli.bare("deploy", flag).out())
        .startsWith("usage: helios deploy")
        .contains("--wait");
    assertThat(cli.bare("deploy", flag).exitCode()).isZero();
  }

  @Test
  void the_version_is_told_without_a_master() {
    Result result = cli.bare("--version");

    assertThat(result.out()).matches("Helios CLI \\d+\\.\\d+\\.\\d+\\S*\nTested on Docker .*\n");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "deploy,too few arguments",
    "deploy web,too few arguments",
    "hosts --status up,invalid choice: 'up'",
    "jobs --nonsense,unrecognized arguments",
    "deploy --interval x web h,could not convert 'x'",
    "deploy --timeout 1.5 web h,could not convert '1.5'",
    "rolling-update web,too few arguments",
    "create-deployment-group g,too few arguments",
    "rollout fly g,'fly'"
  })
  void a_command_line_that_makes_no_sense_is_refused(String line, String why) {
    Result result = cli.bare(line.split(" "));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("usage: helios").contains("helios: error: ").contains(why);
  }

  @ParameterizedTest
  @CsvSource({"statsu,status", "depoly,deploy", "undploy,undeploy"})
  void an_unknown_command_is_told_with_the_nearest(String typed, String nearest) {
    Result result = cli.bare(typed);

    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            """
            helios: error: there is no command '%s'; did you mean '%s'?
            'helios --help' lists all commands.
            """
                .formatted(typed, nearest));
    assertThat(cli.bare("qqqqqqqq").err()).doesNotContain("did you mean");
  }

  @Test
  void each_command_says_what_it_does_and_how_it_is_used() {
    for (Command command : Commands.all()) {
      assertThat(command.example()).startsWith("helios " + command.name());
      assertThat(cli.bare(command.name(), "--help").out())
          .contains("Example: " + command.example());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deploy --timeout 0 --wait web h,--timeout must be more than 0",
    "deploy --interval -1 web h,--interval must be more than 0",
    "deploy --no-start --wait web h,exclude each other",
    "deploy --watch --json web h,no JSON form",
    "watch --json web,no JSON form",
    "undeploy web,Please either specify a list of hosts or use the -a/--all flag.",
    "status --host [,Invalid host pattern '['",
    "create -f a -t b,Please use only one of",
    "create a:1,Please specify ID and IMAGE",
    "create -t foo,Please specify a new ID",
    "version --http-timeout 0,'--http-timeout must be more than 0, but is 0'",
    "version --retry-timeout -1,'--retry-timeout must not be negative, but is -1'",
    "watch --interval 0 web,--interval must be more than 0",
    "watch-deployment-group --interval 0 g,--interval must be more than 0",
    "watch-deployment-group --json g,no JSON form",
    "create-deployment-group g oops,Bad host selector expression: 'oops'",
    "edit-deployment-group g role=a oops,Bad host selector expression: 'oops'",
    "preview-deployment-group role=a oops,Bad host selector expression: 'oops'",
    "rolling-update -t 0 web g,timeout must be greater than 0 seconds",
    "rolling-update -p -1 web g,parallelism must be greater than 0 hosts",
    "rolling-update -T 0 web g,--rollout-timeout must be more than 0 minutes",
    "rolling-update --max-failures x web g,maxFailures must be a number of hosts",
    "rolling-update --order zone web g,expected LABEL=value1",
    "rolling-update --overlap --no-overlap web g,exclude each other",
    "rolling-update --dry-run --plan f web g,exclude each other",
    "rollout list g --limit 0,--limit must be more than 0",
    "rollback g -T 0,--rollout-timeout must be more than 0 minutes"
  })
  void what_cannot_be_meant_is_refused_before_anything_is_asked(String line, String why) {
    Result result = cli.run(line.split(" "));

    assertThat(result.err()).contains(why).doesNotContain("\tat ");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.master.received()).isEmpty();
  }

  @Test
  void global_options_count_on_both_sides_of_the_command() {
    cli.master.on("GET", "/masters", "[\"m\"]");

    Result result =
        cli.bare("-z", cli.master.url(), "-u", "bob", "masters", "-z", cli.master.url() + "/x");

    assertThat(result.out()).contains("MASTER ([MASTER])\n").contains("MASTER/x ([MASTER/x])\n");
    assertThat(cli.master.lines()).contains("GET /masters/?user=bob", "GET /x/masters/?user=bob");
  }

  @Test
  void commands_and_options_may_be_abbreviated_where_that_is_clear() {
    cli.master.on("GET", "/masters", "[\"m\"]");

    assertThat(cli.run("mast").out()).isEqualTo("m\n");
    assertThat(cli.run("ho").exitCode()).isEqualTo(1);
    assertThat(cli.bare("--mast", cli.master.url(), "masters").out()).isEqualTo("m\n");
  }

  @Test
  void no_master_anywhere_is_told_with_what_to_do() {
    Result result = cli.bare("hosts");

    assertThat(result.err())
        .startsWith("no masters specified")
        .contains("-z http://localhost:5801")
        .contains("solo/helios-up")
        .contains("HELIOS_MASTER");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void the_environment_names_the_master_and_timeouts() {
    cli.master.on("GET", "/masters", "[\"m\"]");
    cli.environment.put("HELIOS_MASTER", cli.master.url());

    assertThat(cli.bare("masters").out()).isEqualTo("m\n");

    cli.environment.put("HELIOS_CLI_HTTP_TIMEOUT", "soon");
    assertThat(cli.bare("masters").err())
        .isEqualTo("HELIOS_CLI_HTTP_TIMEOUT must be a number of seconds, but is 'soon'\n");

    cli.environment.put("HELIOS_CLI_HTTP_TIMEOUT", "-3");
    assertThat(cli.bare("masters").err())
        .isEqualTo("HELIOS_CLI_HTTP_TIMEOUT must be more than 0, but is -3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"master:5801", "ftp://x:1", "domain://", "localhost"})
  void an_environment_that_names_no_master_is_refused_by_name(String value) {
    cli.environment.put("HELIOS_MASTER", value);

    assertThat(cli.bare("masters").err()).startsWith("HELIOS_MASTER must be").contains(value);
  }

  @Test
  void a_wrong_endpoint_is_told_with_the_place_where_it_stands(@TempDir Path home)
      throws IOException {
    cli.environment.put("HELIOS_MASTER", "http://foo");
    assertThat(cli.bare("masters").err())
        .isEqualTo(
            "Invalid master endpoint in HELIOS_MASTER 'http://foo': it names no port"
                + " (example: http://master:5801)\n");

    cli.environment.clear();
    cli.home = home;
    Path file = Files.createDirectory(home.resolve(".helios")).resolve("config");
    Files.writeString(file, "masterEndpoints = [foo]");
    assertThat(cli.bare("masters").err())
        .startsWith("Invalid master endpoint in masterEndpoints of " + file + " 'foo': it must");
    assertThat(cli.bare("-z", "http://h:99999", "masters").err())
        .startsWith(
            "Invalid master endpoint 'http://h:99999': its port is not between 1 and 65535");
  }

  @Test
  void the_file_names_the_masters_of_one_cluster(@TempDir Path home) throws IOException {
    cli.home = home;
    Files.createDirectory(home.resolve(".helios"));
    Path file = home.resolve(".helios").resolve("config");
    cli.master.on("GET", "/masters", "[\"m\"]");
    Files.writeString(
        file, "masterEndpoints = [\"http://127.0.0.1:1\", \"" + cli.master.url() + "\"]");

    assertThat(cli.bare("masters").out()).isEqualTo("m\n");

    Files.writeString(file, "{\"masterEndpoints\": [\"" + cli.master.url() + "\"]}");
    assertThat(cli.bare("masters").out()).isEqualTo("m\n");

    Files.writeString(file, "masterEndpoints = [");
    Result broken = cli.bare("masters");
    assertThat(broken.err())
        .contains("Cannot use the configuration file")
        .containsPattern("config: line \\d: ");
    assertThat(broken.exitCode()).isEqualTo(1);

    Files.writeString(file, "masterEndpoints = 7");
    assertThat(cli.bare("masters").err()).contains("masterEndpoints");
  }

  @Test
  void an_unreachable_master_is_one_line_and_with_v_more() {
    Result result = cli.bare("-z", "http://127.0.0.1:1", "--retry-timeout", "0", "jobs");
    assertThat(result.err())
        .isEqualTo(
            "Cannot connect to http://127.0.0.1:1: connection refused. Is a master running there,"
                + " and is the address right?\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(1);

    Result verbose = cli.bare("-z", "http://127.0.0.1:1", "--retry-timeout", "0", "jobs", "-v");
    assertThat(verbose.err()).contains("\tat io.helios.client");
  }

  @Test
  void one_failing_target_does_not_stop_the_next() {
    cli.master.on("GET", "/masters", "[\"m\"]");
    String gone = "http://127.0.0.1:1";

    Result text = cli.bare("-z", gone, "-z", cli.master.url(), "--retry-timeout", "0", "masters");
    Result json =
        cli.bare("-z", gone, "-z", cli.master.url(), "--retry-timeout", "0", "masters", "--json");

    assertThat(text.out())
        .isEqualTo(
            """
            http://127.0.0.1:1 ([http://127.0.0.1:1])
            -----------------------------------------

            %s
            %s
            m

            """
                .formatted(
                    "MASTER ([MASTER])",
                    "-".repeat((cli.master.url() + " ([" + cli.master.url() + "])").length())));
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(Documents.read(json.out()).path("MASTER").path(0).asText()).isEqualTo("m");
    assertThat(Documents.read(json.out()).path(gone).path("error").asText())
        .startsWith("Cannot connect");
  }

  @Test
  void what_bash_completes_is_generated_and_works() throws Exception {
    Result result = cli.bare("completion", "bash");
    assertThat(result.exitCode()).isZero();

    assertThat(completed(result.out(), "helios", "und")).isEqualTo("undeploy");
    assertThat(completed(result.out(), "helios", "-z", "http://a:1", "deploy", "--wa"))
        .isEqualTo("--wait --watch");
    assertThat(completed(result.out(), "helios", "comp")).isEqualTo("completion");
    assertThat(completed(result.out(), "helios", "completion", "")).isEqualTo("bash");
    assertThat(completed(result.out(), "helios", "rollout", "p")).isEqualTo("pause promote");
    assertThat(completed(result.out(), "helios", "rollout", "status", "p")).isEmpty();
    assertThat(completed(result.out(), "helios", "rolling-update", "--dry")).isEqualTo("--dry-run");
    assertThat(completed(result.out(), "helios", "create", "--mem"))
        .isEqualTo("--memory --memory-swap");
  }

  private static String completed(String script, String... words) throws Exception {
    String line =
        script
            + "COMP_WORDS=("
            + "'"
            + String.join("' '", words)
            + "'"
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _helios; echo ${COMPREPLY[@]}";
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return out.strip();
  }
}
