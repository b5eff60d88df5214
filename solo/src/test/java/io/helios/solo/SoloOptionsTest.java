package io.helios.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.junit.jupiter.api.Test;

class SoloOptionsTest {

  @Test
  void without_flags_it_listens_where_the_documents_say() throws Exception {
    SoloOptions options = SoloOptions.parse(List.of(), Map.of("HOME", "/home/me"));

    assertThat(options.name().value()).isEqualTo("solo");
    assertThat(options.masterPort()).isEqualTo(5801);
    assertThat(options.masterAdminPort()).isEqualTo(5802);
    assertThat(options.agentPort()).isEqualTo(5803);
    assertThat(options.agentAdminPort()).isEqualTo(5804);
    assertThat(options.stateDirectory()).isEqualTo(Path.of("/home/me/.local/state/helios-solo"));
    assertThat(options.logFile()).isEmpty();
  }

  @Test
  void the_environment_replaces_a_default_and_a_flag_replaces_both() throws Exception {
    Map<String, String> environment =
        Map.of("HELIOS_SOLO_NAME", "from-env", "HELIOS_SOLO_MASTER_PORT", "7001");

    assertThat(SoloOptions.parse(List.of(), environment).masterPort()).isEqualTo(7001);
    assertThat(SoloOptions.parse(List.of("--master-port", "8001"), environment).masterPort())
        .isEqualTo(8001);
    assertThat(SoloOptions.parse(List.of(), environment).name().value()).isEqualTo("from-env");
  }

  @Test
  void an_empty_variable_counts_as_none() throws Exception {
    assertThat(SoloOptions.parse(List.of(), Map.of("HELIOS_SOLO_NAME", "")).name().value())
        .isEqualTo("solo");
  }

  @Test
  void a_port_that_is_none_is_refused_by_its_flag() {
    for (String wrong : List.of("0", "65536", "-1", "http")) {
      assertThatThrownBy(() -> SoloOptions.parse(List.of("--agent-port=" + wrong), Map.of()))
          .isInstanceOf(ArgumentParserException.class)
          .hasMessageContaining("--agent-port")
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void a_name_that_no_host_can_have_is_refused() {
    assertThatThrownBy(() -> SoloOptions.parse(List.of("--name", "a/b"), Map.of()))
        .isInstanceOf(ArgumentParserException.class)
        .hasMessageContaining("--name")
        .hasMessageContaining("a/b");
  }

  @Test
  void an_engine_address_that_is_none_is_refused() {
    assertThatThrownBy(() -> SoloOptions.parse(List.of(), Map.of("DOCKER_HOST", "nonsense://x")))
        .isInstanceOf(ArgumentParserException.class)
        .hasMessageContaining("nonsense://x");
  }
}
