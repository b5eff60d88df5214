package io.helios.master.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.helios.model.host.HostStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.JobStatus;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {
  /** A pair of surrogates, half a pair, control characters, three and two bytes of UTF-8. */
  private static final String ODD = "\uD83D\uDE00 \uD83D \u0001 ✓ é \" \\ /";

  private final AnswerJson json = new AnswerJson();
  private final Job job = job("wéb");

  @Test
  void answers_are_byte_by_byte_what_the_dialect_says_however_often_they_are_given()
      throws IOException {
    for (Object answer : List.of(job, status(job), Map.of("x", job), jobStatus(job))) {
      for (int time = 0; time < 2; time++) {
        assertThat(json.clear().writeValueAsBytes(answer))
            .isEqualTo(Json.http().writeValueAsBytes(answer));
      }
    }
  }

  @Test
  void what_is_not_written_straight_into_bytes_means_the_same() throws IOException {
    ObjectMapper mapper = json.clear();
    JsonNode expected = Json.http().readTree(Json.http().writeValueAsBytes(status(job)));
    assertThat(mapper.readTree(mapper.writeValueAsString(status(job)))).isEqualTo(expected);
    assertThat(mapper.readTree(mapper.writeValueAsBytes(mapper.valueToTree(status(job)))))
        .isEqualTo(expected);
  }

  @Test
  void redacted_answers_are_what_hiding_the_secrets_in_clear_ones_leaves() throws IOException {
    for (Object answer : List.of(status(job), jobStatus(job))) {
      JsonNode expected = Json.http().readTree(Json.http().writeValueAsBytes(answer));
      Redaction.redact(expected);
      byte[] redacted = json.redacted().writeValueAsBytes(answer);
      assertThat(Json.http().readTree(redacted)).isEqualTo(expected);
      assertThat(new String(redacted, UTF_8))
          .doesNotContain("hidden")
          .contains("<redacted>", "shown", "\"token\":\"\"");
    }
  }

  @Test
  void a_job_is_encoded_once_and_its_copy_by_itself() throws IOException {
    AtomicInteger encoded = new AtomicInteger();
    ObjectMapper mapper = with(counting(encoded, 1_000_000));
    mapper.writeValueAsBytes(List.of(job, job));
    mapper.writeValueAsBytes(job);
    assertThat(encoded).hasValue(1);
    mapper.writeValueAsBytes(job.toBuilder().build());
    assertThat(encoded).hasValue(2);
  }

  @Test
  void no_more_is_kept_than_allowed_and_the_rest_is_written_all_the_same() throws IOException {
    AtomicInteger encoded = new AtomicInteger();
    int length = Json.http().writeValueAsBytes(job).length;
    JobTexts texts = counting(encoded, length + length / 2);
    ObjectMapper mapper = with(texts);
    Job other = job("wéc");
    for (int time = 0; time < 3; time++) {
      assertThat(mapper.writeValueAsBytes(List.of(job, other)))
          .isEqualTo(Json.http().writeValueAsBytes(List.of(job, other)));
    }
    assertThat(texts.bytes()).isEqualTo(length);
    assertThat(encoded).hasValue(4);
  }

  @Test
  void the_text_goes_with_the_job() throws IOException {
    JobTexts texts = counting(new AtomicInteger(), 1_000_000);
    ObjectMapper mapper = with(texts);
    mapper.writeValueAsBytes(job);
    long one = texts.bytes();
    for (int i = 0; i < 10; i++) {
      mapper.writeValueAsBytes(job("gone"));
    }
    await()
        .until(
            () -> {
              System.gc();
              return texts.bytes() == one;
            });
    assertThat(mapper.writeValueAsBytes(job)).isEqualTo(Json.http().writeValueAsBytes(job));
  }

  private static JobTexts counting(AtomicInteger encoded, long mostBytes) {
    return new JobTexts(
        it -> {
          encoded.incrementAndGet();
          return Json.http().writeValueAsBytes(it);
        },
        mostBytes);
  }

  private static ObjectMapper with(JobTexts texts) {
    return Json.http()
        .copy()
        .registerModule(new SimpleModule("test").addSerializer(Job.class, texts));
  }

  private static Job job(String name) {
    return JobHash.identify(
        Job.newBuilder(name, "1 \"a\"")
            .setImage("registry/shown:1")
            .setCommand(List.of("serve", ODD))
            .setEnv(Map.of("KEY", "hidden " + ODD))
            .setToken("hidden")
            .setMetadata(Map.of("token", "hidden", "k✓", "shown"))
            .setExpires(Instant.ofEpochMilli(1_500_000_000_123L))
            .build());
  }

  private static TaskStatus task(Job job) {
    return new TaskStatus(
        job,
        TaskReport.newBuilder(State.RUNNING)
            .setGoal(Goal.START)
            .setContainerId("c1")
            .setPorts(Map.of("token", PortMapping.of(80)))
            .setEnv(Map.of("A", "hidden", "token", "hidden"))
            .setContainerError("shown " + ODD)
            .setGeneration(1L)
            .setRestarts(0)
            .setVerified(true)
            .build());
  }

  private static HostStatus status(Job job) {
    JobId id = job.id();
    JobId tokenless = id.withHash("0".repeat(40));
    return new HostStatus(
        HostStatus.Status.UP,
        Map.of(id, new Deployment(id, Goal.START, "ops", null, null, 1L)),
        Map.of(id, task(job), tokenless, task(job.toBuilder().setToken("").build())),
        null,
        null,
        Map.of("PASSWORD", "hidden"),
        Map.of("role", "shown", "token", "hidden"),
        Map.of("EngineUnresponsive", "shown"),
        null);
  }

  private static JobStatus jobStatus(Job job) {
    Job tokenless = job.toBuilder().setToken("").build();
    return new JobStatus(
        tokenless,
        Map.of("h1", task(job)),
        Map.of("h1", new Deployment(job.id(), Goal.START, "shown", null, null, 1L)));
  }
}
