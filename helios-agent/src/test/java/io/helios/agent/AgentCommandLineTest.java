package io.helios.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.agent.image.ImageRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentCommandLineTest {
  private static AgentOptions parsed(String... args) throws ArgumentParserException {
    return new AgentCommandLine("box", Map.of()).parse(args);
  }

  @Test
  void what_is_wrong_is_said_and_not_how_everything_is_used() {
    assertThatThrownBy(() -> parsed("--bogus"))
        .isInstanceOf(ArgumentParserException.class)
        .hasMessage("unrecognized arguments: '--bogus'");
    assertThatThrownBy(() -> parsed("--help")).isInstanceOf(HelpScreenException.class);
  }

  @Test
  void all_that_is_said_of_containers_is_read() throws Exception {
    AgentOptions options =
        parsed(
            "--env",
            "A=1",
            "B=x=y",
            "--env",
            "C=",
            "--labels",
            "role=web",
            "--bind",
            "/a",
            "--bind",
            "/b:/c:ro",
            "--dns",
            "192.0.2.1",
            "--dns",
            "2001:db8::1",
            "--add-host",
            "db:10.0.0.1",
            "--add-host",
            "six:::1",
            "--syslog-redirect",
            "log:514",
            "--port-range",
            "100:200");

    assertThat(options.env())
        .containsOnly(Map.entry("A", "1"), Map.entry("B", "x=y"), Map.entry("C", ""));
    assertThat(options.labels()).containsOnly(Map.entry("role", "web"));
    assertThat(options.containers().binds()).containsExactly("/a:/a", "/b:/c:ro");
    assertThat(options.containers().dns()).containsExactly("192.0.2.1", "2001:db8::1");
    assertThat(options.containers().extraHosts()).containsExactly("db:10.0.0.1", "six:::1");
    assertThat(options.containers().syslog()).isEqualTo("log:514");
    assertThat(options.portRange()).hasToString("100:200");
    assertThat(options.name()).hasToString("box");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--env;A;Invalid --env: 'A', expected NAME=VALUE",
        "--labels;=b;Invalid --labels: '=b', expected NAME=VALUE",
        "--bind;/a:/b:rx;Invalid --bind: '/a:/b:rx', expected SOURCE[:TARGET[:ro|rw]]",
        "--bind;/a::ro;Invalid --bind: '/a::ro', expected SOURCE[:TARGET[:ro|rw]]",
        "--dns;nowhere;Invalid --dns: 'nowhere', expected an IP address",
        "--add-host;db;Invalid --add-host: 'db', expected HOST:IP",
        "--add-host;db:name;Invalid --add-host: 'db:name', expected HOST:IP",
        "--syslog-redirect-to;log;Invalid --syslog-redirect-to: 'log', expected HOST:PORT",
        "--http;ftp://x:1;Invalid --http: 'ftp://x:1', expected http://HOST:PORT",
        "--zk-registration-ttl;-1;Invalid --zk-registration-ttl: '-1', expected a number from 0 on",
        "--image-gc-age;0;Invalid --image-gc-age: '0', expected a number from 1 on",
        "--image-gc-disk-high;101;Invalid --image-gc-disk-high: '101', expected a number from 1 to 100",
        "--image-gc-disk-low;50;--image-gc-disk-low needs --image-gc-disk-high",
        "--docker;box;Invalid Docker address 'box': expected unix:///path or tcp://host:port",
      },
      quoteCharacter = '^')
  void a_value_that_cannot_be_is_told_with_what_is_expected(
      String option, String value, String message) {
    assertThatThrownBy(() -> parsed(option, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"200:100", "100:100", "x", "0:5", "5:70000"})
  void a_range_of_ports_that_holds_none_is_told(String range) {
    assertThatThrownBy(() -> parsed("--port-range", range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(range);
  }

  @Test
  void certificates_must_be_readable_where_they_are_used(@TempDir Path directory) throws Exception {
    String path = directory.toString();
    Files.writeString(directory.resolve("ca.pem"), "");
    Files.writeString(directory.resolve("cert.pem"), "");

    assertThatThrownBy(() -> parsed("--docker", "tcp://box:1", "--docker-cert-path", path))
        .hasMessageStartingWith("Invalid --docker-cert-path: '" + path + "'")
        .hasMessageContaining("key.pem cannot be read");
    assertThat(parsed("--docker-cert-path", path).docker().certPath())
        .as("a unix socket needs none")
        .isNull();

    Files.writeString(directory.resolve("key.pem"), "");
    assertThat(parsed("--docker", "tcp://box", "--docker-cert-path", path).docker().certPath())
        .isEqualTo(directory);
  }

  @Test
  void the_engine_is_where_the_environment_says_unless_an_option_does() throws Exception {
    var commandLine = new AgentCommandLine("box", Map.of("DOCKER_HOST", "tcp://there:99"));

    assertThat(commandLine.parse().docker()).hasToString("tcp://there:99");
    assertThat(commandLine.parse("--docker", "unix:///x.sock").docker())
        .hasToString("unix:///x.sock");
  }

  @Test
  void what_the_predecessor_had_and_has_no_effect_is_accepted_and_told() throws Exception {
    var commandLine = new AgentCommandLine("box", Map.of());
    String[] given = {
      "--statsd-host-port", "h:1", "--pubsub-topic-prefix", "a", "--no-metrics", "--syslog"
    };

    assertThat(commandLine.parse(given).name()).hasToString("box");
    assertThat(commandLine.notices(given))
        .containsExactly(
            "--no-metrics has no effect: metrics are served at --admin under /metrics",
            "--pubsub-topic-prefix has no effect: see --kafka",
            "--statsd-host-port has no effect: metrics are served at --admin under /metrics",
            "--syslog has no effect: the log goes to standard error, -v makes it longer");
    assertThat(commandLine.notices()).isEmpty();
  }

  @Test
  void brokers_are_named_one_by_one_and_a_wrong_one_is_refused() throws Exception {
    assertThat(parsed().kafka()).isEmpty();
    assertThat(parsed("--kafka", "a:9092", "--kafka", "b:1").kafka())
        .containsExactly("a:9092", "b:1");
    assertThatThrownBy(() -> parsed("--kafka", "nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid --kafka: 'nowhere', expected HOST:PORT");
  }

  @ParameterizedTest
  @CsvSource({"--zk-enable-acls,", "--zk-acl-agent-password, x"})
  void what_guards_something_is_refused_rather_than_ignored(String option, String value) {
    String[] given = value == null ? new String[] {option} : new String[] {option, value};

    assertThatThrownBy(() -> new AgentCommandLine("box", Map.of()).notices(given))
        .hasMessageStartingWith("Invalid " + option + ": access control in ZooKeeper");
  }

  @Test
  void images_are_removed_only_where_that_is_asked_for() throws Exception {
    assertThat(parsed().images()).isEqualTo(ImageRules.OFF);
    assertThat(parsed("--image-gc-age", "48").images())
        .isEqualTo(new ImageRules(Duration.ofDays(2), null, false));
    assertThat(parsed("--image-gc-disk-high", "85", "--image-gc-dry-run").images())
        .isEqualTo(new ImageRules(null, new ImageRules.Disk(85, 80), true));
    assertThat(parsed("--image-gc-disk-high", "85", "--image-gc-disk-low", "60").images())
        .isEqualTo(new ImageRules(null, new ImageRules.Disk(85, 60), false));
    assertThatThrownBy(() -> parsed("--image-gc-disk-high", "60", "--image-gc-disk-low", "70"))
        .hasMessage("Invalid --image-gc-disk-low: '70', expected a number from 1 to 60");
    assertThatThrownBy(() -> parsed("--image-gc-dry-run"))
        .hasMessage("--image-gc-dry-run needs --image-gc-age or --image-gc-disk-high");
  }
}
