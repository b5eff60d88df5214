package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOptionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Job job(String more) throws IOException {
    String json = "{'id':'foo:1','image':'busybox'" + more + "}";
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Job.class);
  }

  @Test
  void both_are_fields_of_the_job_and_come_back_as_they_went() throws IOException {
    Job job = job(",'pullPolicy':'never','registryCredentials':'team-a'");
    JsonNode written = Json.tree().valueToTree(job);

    assertThat(job.imageOptions()).isEqualTo(new ImageOptions("never", "team-a"));
    assertThat(written.path("pullPolicy").asText()).isEqualTo("never");
    assertThat(written.path("registryCredentials").asText()).isEqualTo("team-a");
    assertThat(written.has("imageOptions")).isFalse();
    assertThat(Json.read(Json.bytes(job), Job.class)).isEqualTo(job);
    assertThat(job.toBuilder().build()).isEqualTo(job);
  }

  @Test
  void what_is_not_said_is_neither_written_nor_hashed() throws IOException {
    Job job = job(",'pullPolicy':null");
    JsonNode written = Json.tree().valueToTree(job);

    assertThat(written.has("pullPolicy")).isFalse();
    assertThat(written.has("registryCredentials")).isFalse();
    // As the predecessor computes it.
    assertThat(JobHash.of(job)).contains("8f747a64ccd4b0b186718eea5b6a60e6076e5974");
    assertThat(JobHash.of(job(",'pullPolicy':'always'"))).isNotEqualTo(JobHash.of(job));
    assertThat(JobHash.of(job(",'registryCredentials':'a'"))).isNotEqualTo(JobHash.of(job));
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "if-missing", "never"})
  void the_three_policies_are_fine(String policy) throws IOException {
    Job job = job(",'pullPolicy':'" + policy + "','registryCredentials':'team.a-1_b'");

    assertThat(JobValidator.forClients().validate(job, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Always", "IfNotPresent", "sometimes"})
  void no_other_policy_is(String policy) throws IOException {
    assertThat(JobValidator.forClients().validate(job(",'pullPolicy':'" + policy + "'"), NOW))
        .containsExactly(
            "Invalid pull policy: " + policy + ", expected always, if-missing or never");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../a", "a/b", ".a", "a b", "/etc/passwd"})
  void a_path_is_no_name_of_credentials(String name) throws IOException {
    assertThat(
            JobValidator.forClients().validate(job(",'registryCredentials':'" + name + "'"), NOW))
        .singleElement()
        .asString()
        .startsWith("Invalid name of registry credentials: " + name);
  }
}
