package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EngineKeysTest {
  @Test
  void a_key_that_the_engine_is_too_old_for_is_named() {
    assertThat(EngineKeys.problem(List.of("PidMode", "Annotations"), "1.41"))
        .contains(
            "hostConfig has the key 'Annotations', which a Docker engine knows only from API 1.43"
                + " on; this one has API 1.41");
    assertThat(EngineKeys.problem(List.of("Annotations"), "1.43")).isEmpty();
    assertThat(EngineKeys.problem(List.of("Annotations"), "1.100")).isEmpty();
    assertThat(EngineKeys.problem(List.of("Annotations"), "2.0")).isEmpty();
  }

  @Test
  void a_key_that_the_engine_has_given_up_is_named() {
    assertThat(EngineKeys.problem(List.of("KernelMemory"), "1.42"))
        .contains(
            "hostConfig has the key 'KernelMemory', which a Docker engine no longer knows after"
                + " API 1.41; this one has API 1.42");
    assertThat(EngineKeys.problem(List.of("KernelMemory"), "1.41")).isEmpty();
  }

  @Test
  void an_engine_is_asked_only_for_keys_that_depend_on_it() {
    assertThat(EngineKeys.depend(List.of("PidMode", "OomScoreAdj"))).isFalse();
    assertThat(EngineKeys.depend(List.of("PidMode", "CgroupnsMode"))).isTrue();
    assertThat(EngineKeys.problem(List.of("Annotations"), null)).isEmpty();
  }
}
