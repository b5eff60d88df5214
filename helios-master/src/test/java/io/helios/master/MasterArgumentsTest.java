package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterArgumentsTest {

  @Test
  void without_arguments_the_api_is_open_and_the_admin_port_is_not() throws Exception {
    MasterOptions options = parse().options();
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
    MasterOptions options = arguments.options();
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
    "--zk-session-timeout, x, zk-session-timeout",
    "--name, a/b, is not a name",
  })
  void a_bad_value_is_named(String option, String value, String said) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(ArgumentParserException.class)
        .hasMessageContaining(said);
  }

  private static MasterArguments parse(String... arguments) throws ArgumentParserException {
    return MasterArguments.parse(arguments);
  }
}
