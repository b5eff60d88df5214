package io.helios.model.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({
    ",0.10.0,MISSING",
    "'',0.10.0,MISSING",
    "0.10,0.10.0,INVALID",
    "0.10.0-beta,0.10.0,INVALID",
    "v0.10.0,0.10.0,INVALID",
    "0.10.99999999999,0.10.0,INVALID",
    "0.10.0,0.10.0,EQUAL",
    "0.10.0-SNAPSHOT,0.10.0-SNAPSHOT,EQUAL",
    "0.10.0-SNAPSHOT,0.10.0,COMPATIBLE",
    "0.9.45,0.10.0,COMPATIBLE",
    "0.10.7,0.10.0,COMPATIBLE",
    "0.11.0,0.10.0,MAYBE",
    "1.0.0,0.10.0,INCOMPATIBLE",
    "0.9.45,1.0.0,COMPATIBLE",
    "2.0.0,1.0.0,INCOMPATIBLE",
  })
  void clients_are_judged_by_their_version(String client, String master, VersionStatus status) {
    assertThat(VersionStatus.of(client, Version.parse(master).orElseThrow())).isEqualTo(status);
  }

  @Test
  void only_unreadable_and_incompatible_versions_are_turned_away() {
    for (VersionStatus status : VersionStatus.values()) {
      assertThat(status.isServed())
          .isEqualTo(status != VersionStatus.INVALID && status != VersionStatus.INCOMPATIBLE);
    }
  }

  @Test
  void our_own_version_comes_from_the_pom() {
    assertThat(HeliosVersion.current().major()).isZero();
    assertThat(HeliosVersion.current().minor()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void the_answer_to_a_version_check_has_the_published_shape() {
    Version version = new Version(0, 10, 0, true);

    assertThat(Json.text(VersionCheckResponse.of(VersionStatus.EQUAL, version)))
        .isEqualTo(
            "{\"recommendedVersion\":\"0.10.0-SNAPSHOT\",\"serverVersion\":{\"major\":0,"
                + "\"minor\":10,\"patch\":0,\"snapshot\":true},\"status\":\"EQUAL\"}");
  }
}
