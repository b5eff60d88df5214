package io.helios.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineNameTest {
  @ParameterizedTest
  @CsvSource({
    "busybox,busybox:latest",
    "busybox:1,busybox:1",
    "library/busybox,busybox:latest",
    "docker.io/library/busybox:1,busybox:1",
    "index.docker.io/me/app,me/app:latest",
    "registry:5000/app,registry:5000/app:latest",
    "registry:5000/library/app:2,registry:5000/library/app:2",
    "app@sha256:abc,app@sha256:abc",
  })
  void a_job_s_name_of_an_image_is_that_of_the_engine_s_lists(String asked, String listed) {
    assertThat(EngineName.of(asked)).isEqualTo(listed);
  }
}
