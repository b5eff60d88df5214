package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineWordsTest {
  @Test
  void of_a_command_that_is_not_there_the_reason_is_left() {
    assertThat(
            EngineWords.shortened(
                "failed to create shim task: OCI runtime create failed: runc create failed: unable"
                    + " to start container process: exec: \"/bin/false\": stat /bin/false: no such"
                    + " file or directory: unknown"))
        .isEqualTo("exec: \"/bin/false\": stat /bin/false: no such file or directory");
    assertThat(
            EngineWords.shortened(
                "OCI runtime create failed: container_linux.go:380: starting container process"
                    + " caused: exec: \"x\": executable file not found in $PATH: unknown"))
        .isEqualTo("exec: \"x\": executable file not found in $PATH");
  }

  @Test
  void a_taken_port_is_told_without_names_and_ids_of_endpoints() {
    String said =
        "driver failed programming external connectivity on endpoint helios-FC0A-x_1-2"
            + " (473b926e9485b9e696e51f7bb8b725104957e7f5dc81c37eb2c22bce3c50fda2): Bind for"
            + " 0.0.0.0:22306 failed: port is already allocated";
    String words = EngineWords.shortened(said);
    assertThat(words).isEqualTo("Bind for 0.0.0.0:22306 failed: port is already allocated");
    assertThat(EngineWords.takenPort(words)).hasValue(22_306);
    assertThat(
            EngineWords.takenPort(
                EngineWords.shortened(
                    "driver failed programming external connectivity on endpoint a (0f): Error"
                        + " starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already"
                        + " in use")))
        .hasValue(8080);
    assertThat(EngineWords.takenPort("no such file or directory")).isEmpty();
  }

  @Test
  void full_ids_are_cut_and_other_words_kept() {
    assertThat(EngineWords.shortened("container " + "ab".repeat(32) + " is marked for removal"))
        .isEqualTo("container abababababab is marked for removal");
    assertThat(EngineWords.shortened("Minimum memory limit allowed is 6MB"))
        .isEqualTo("Minimum memory limit allowed is 6MB");
  }
}
