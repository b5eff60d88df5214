package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterArgumentsTest {
  @TempDir Path directory;

  @Test
  void without_arguments_the_api_is_open_and_the_admin_port_is_not() throws Exception {
    MasterOptions options = parse().configuration().options();
    assertThat(options.http()).isEqualTo(new ListenAddress("0.0.0.0", 5801));
    assertThat(options.admin()).isEqualTo(new ListenAddress("127.0.0.1", 5802));
    assertThat(options.zooKeeper().connect()).isEqualTo("localhost:2181");
    assertThat(options.zooKeeper().sessionTimeout()).hasSeconds(15);
    assertThat(options.register()).isTrue();
    assertThat(options.initCluster()).isFalse();
  }

  @Test
  void every_option_is_heard() throws Exception {
    MasterArguments arguments =
        parse(
            "--name",
            "m1",
            "--zk",
            "a:1,b:2/helios",
            "--zk-session-timeout",
            "5000",
            "--http",
            "http://10.0.0.1:80",
            "--admin",
            "localhost:81",
            "--state-dir",
            "/x",
            "--whitelisted-capability",
            "A",
            "--whitelisted-capability",
            "B",
            "--init-cluster",
            "--no-zk-registration",
            "-vv");
    MasterOptions options = arguments.configuration().options();
    assertThat(options.name()).isEqualTo("m1");
    assertThat(options.zooKeeper().connect()).isEqualTo("a:1,b:2/helios");
    assertThat(options.zooKeeper().sessionTimeout()).hasSeconds(5);
    assertThat(options.http()).isEqualTo(new ListenAddress("10.0.0.1", 80));
    assertThat(options.admin()).isEqualTo(new ListenAddress("localhost", 81));
    assertThat(options.stateDirectory()).hasToString("/x");
    assertThat(options.allowedCapabilities()).containsExactlyInAnyOrder("A", "B");
    assertThat(options.initCluster()).isTrue();
    assertThat(options.register()).isFalse();
    assertThat(arguments.verbosity()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "--http, ftp://x:1, address to listen on",
    "--http, http://x:99999, address to listen on",
    "--admin, nowhere, address to listen on",
    "--zk, ':::', ZooKeeper's address",
    "--zk-session-timeout, 0, positive",
    "--zk-session-timeout, x, not a number",
    "--name, a/b, is not a name",
    "--kafka, nowhere, HOST:PORT",
    "--webhook, ftp://x/y, http",
    "--job-retention, soon, not a number",
    "--webhook-secret-file, /there/is/none, cannot be read",
  })
  void a_bad_value_is_named(String option, String value, String said) throws Exception {
    assertThat(parse(option, value).configuration().errors())
        .singleElement()
        .satisfies(error -> assertThat(error).startsWith(option + ": ").containsIgnoringCase(said));
  }

  @Test
  void the_command_line_counts_before_the_environment_and_that_before_the_file() throws Exception {
    Path file = directory.resolve("master.yaml");
    Files.writeString(
        file,
        """
        zk: file:1
        http: http://1.1.1.1:1
        job-retention: 30
        reap-history: true
        kafka: [a:1, b:2]
        webhook-secret: s3cret
        """);
    Map<String, String> environment =
        Map.of(
            "HELIOS_MASTER_CONFIG", file.toString(),
            "HELIOS_MASTER_HTTP", "http://2.2.2.2:2",
            "HELIOS_MASTER_ZK", "environment:2",
            "HELIOS_MASTER_WHITELISTED_CAPABILITY", "A,B",
            "HELIOS_MASTER_PORT", "tcp://of.another/thing");
    MasterArguments arguments = MasterArguments.parse(environment, "--zk", "line:3");
    MasterConfiguration configuration = arguments.configuration();
    assertThat(arguments.errors()).isEmpty();
    assertThat(configuration.errors()).isEmpty();
    MasterOptions options = configuration.options();
    assertThat(options.zooKeeper().connect()).isEqualTo("line:3");
    assertThat(options.http().host()).isEqualTo("2.2.2.2");
    assertThat(options.cleanup().jobRetention()).contains(Duration.ofDays(30));
    assertThat(options.cleanup().agentTimeout()).contains(Duration.ofDays(14));
    assertThat(options.cleanup().orphanHistory()).isTrue();
    assertThat(options.allowedCapabilities()).containsExactlyInAnyOrder("A", "B");
    assertThat(configuration.senders().kafka()).containsExactly("a:1", "b:2");
    assertThat(configuration.senders().secret()).isEqualTo("s3cret");
    assertThat(arguments.settings().lines())
        .contains(
            "zk: line:3  # command line",
            "http: http://2.2.2.2:2  # HELIOS_MASTER_HTTP",
            "job-retention: 30  # " + file,
            "admin: http://127.0.0.1:5802  # default",
            "webhook-secret: <redacted>  # " + file)
        .noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void everything_that_is_wrong_in_a_file_is_told_on_a_line_of_its_own() throws Exception {
    Path file = directory.resolve("master.yaml");
    Files.writeString(file, "zk: {a: 1}\nname: null\nzoo: x\n");
    assertThat(parse("--config", file.toString()).errors())
        .containsExactly(
            file + ": 'zk' must be a value or a list of values",
            file + ": 'name' must be a value or a list of values",
            file + " sets 'zoo', which is no setting");
  }

  @Test
  void a_setting_that_a_file_has_twice_is_refused() throws Exception {
    Path file = directory.resolve("master.yaml");
    Files.writeString(file, "zk: a:1\nzk: b:1\n");
    assertThat(parse("--config", file.toString()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error).contains("zk").contains("line 2"));
  }

  @Test
  void what_the_parser_says_of_a_file_is_one_line_and_quotes_nothing() throws Exception {
    Path file = directory.resolve("master.yaml");
    Files.writeString(file, "webhook-secret: [s3cret\n");
    assertThat(parse("--config", file.toString()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error).doesNotContain("\n").doesNotContain("s3cret"));
    assertThat(parse("--config", directory.toString()).errors())
        .containsExactly(directory + " cannot be read: Is a directory");
  }

  @Test
  void what_is_wrong_in_a_file_is_named() throws Exception {
    Path file = directory.resolve("master.yaml");
    Files.writeString(file, "zk: [a:1, b:2]\nzoo: x\n");
    assertThat(parse("--config", file.toString()).errors())
        .containsExactly(
            "zk in " + file + " must be one value, not a list",
            file + " sets 'zoo', which is no setting");
    Files.writeString(file, "zk: [a:1\n");
    assertThat(parse("--config", file.toString()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error).contains("is not YAML").contains("line"));
    assertThat(parse("--config", "/there/is/none").errors())
        .singleElement()
        .satisfies(error -> assertThat(error).contains("/there/is/none cannot be read"));
  }

  @Test
  void secrets_are_not_taken_from_the_command_line_and_not_repeated() throws Exception {
    assertThat(parse("--webhook-secret", "s3cret").errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error)
                    .contains("HELIOS_MASTER_WEBHOOK_SECRET")
                    .doesNotContain("s3cret"));
  }

  @Test
  void options_of_the_predecessor_are_told_or_refused() throws Exception {
    MasterArguments arguments =
        parse("--no-metrics", "--statsd-host-port", "a:1", "--zk-enable-acls");
    assertThat(arguments.notices()).hasSize(2);
    assertThat(arguments.errors())
        .singleElement()
        .satisfies(error -> assertThat(error).startsWith("--zk-enable-acls cannot be had"));
  }

  private static MasterArguments parse(String... arguments) throws ArgumentParserException {
    return MasterArguments.parse(Map.of(), arguments);
  }
}
