package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.events.EventSender;
import io.helios.master.cleanup.CleanupRules;
import io.helios.master.event.EventStream;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedFleet;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of rollouts: to plugins and Kafka in the predecessor's words, and on record. */
class RolloutEventsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final EventSender sender =
      (topic, message) -> {
        if (topic.equals("HeliosDeploymentGroupEvents")) {
          texts.add(new String(message, StandardCharsets.UTF_8));
        }
      };
  private MasterFixture master;
  private ScriptedFleet fleet;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master =
        MasterFixture.begun(
            new InMemoryStore(),
            directory,
            new RestlessClock(),
            CleanupRules.DEFAULT,
            new MasterOutside(
                List.of(new EventStream.Way("test", sender, topic -> true)), Optional.empty(), ""));
    master.awaitReady();
    fleet = new ScriptedFleet(master.other, Duration.ofMillis(5));
    fleet.host("h1", Map.of("role", "web"));
    fleet.host("h2", Map.of("role", "web"));
    await().atMost(LIMIT).until(() -> hostsOf("-", "?selector=role%3Dweb") == 2);
    master.send(
        "POST",
        "/deployment-group/",
        "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\",\"operand\":\"web\"}]}");
  }

  @AfterEach
  void stop() {
    fleet.close();
    master.close();
  }

  @Test
  void the_start_each_step_and_the_end_are_told_in_order_and_once() throws IOException {
    JobId one = master.create(MasterFixture.job("one"));
    JobId two = master.create(MasterFixture.job("two"));
    roll(one, "{}");
    awaitFinished(1);
    texts.clear();

    roll(two, "{}");
    List<JsonNode> events = awaitFinished(1);

    assertThat(events.get(0).path("eventType").asText()).isEqualTo("rollingUpdateStarted");
    assertThat(events.get(0).path("reason").asText()).isEqualTo("MANUAL");
    assertThat(steps(events, "h1"))
        .containsExactly("UNDEPLOY_OLD_JOBS 1", "DEPLOY_NEW_JOB 1", "AWAIT_RUNNING 1");
    assertThat(steps(events, "h2")).isEqualTo(steps(events, "h1"));
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("eventType").asText()).isEqualTo("rollingUpdateFinished");
    assertThat(last.path("success").asInt()).isEqualTo(1);
    assertThat(last.has("failedTask")).isFalse();
    for (JsonNode event : events) {
      assertThat(event.path("timestamp").asLong()).isPositive();
      assertThat(event.at("/deploymentGroup/name").asText()).isEqualTo("g");
      assertThat(event.at("/deploymentGroup/jobId").asText()).isEqualTo(two.toString());
    }
  }

  @Test
  void the_record_tells_what_comes_of_hosts_after_them() {
    String id = roll(master.create(MasterFixture.job("one")), "{}");
    await()
        .atMost(LIMIT)
        .until(() -> master.get("/rollouts/" + id).at("/state").asText().equals("SUCCEEDED"));

    List<String> record = new ArrayList<>();
    for (JsonNode event : master.get("/rollouts/" + id).at("/events")) {
      record.add(event.path("type").asText() + " " + event.path("host").asText("-"));
    }
    assertThat(record)
        .containsExactly(
            "STARTED -",
            "HOST_MOVING h1",
            "HOST_DONE h1",
            "HOST_MOVING h2",
            "HOST_DONE h2",
            "SUCCEEDED -");
  }

  @Test
  void a_failure_is_told_with_its_reason_and_no_token_is() throws IOException {
    Job secret = MasterFixture.job("secret").toBuilder().setToken("s3cret").build();
    JobId job = master.create(secret);
    fleet.outcome((host, any) -> Optional.of(State.EXITED));

    roll(job, "{\"timeout\":1,\"token\":\"s3cret\"}");
    List<JsonNode> events = awaitFinished(1);

    assertThat(steps(events, "h1")).containsExactly("DEPLOY_NEW_JOB 1", "AWAIT_RUNNING 0");
    assertThat(steps(events, "h2")).isEmpty();
    JsonNode failed = events.get(events.size() - 2);
    assertThat(failed.path("error").asText()).startsWith("timed out waiting for job");
    assertThat(failed.path("errorCode").asText())
        .isEqualTo("TIMED_OUT_WAITING_FOR_JOB_TO_REACH_RUNNING");
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("success").asInt()).isZero();
    assertThat(last.at("/failedTask/target").asText()).isEqualTo("h1");
    assertThat(String.join("", texts)).doesNotContain("s3cret");
  }

  private int hostsOf(String group, String query) {
    return master.get("/deployment-group/" + group + "/hosts" + query).json().size();
  }

  private String roll(JobId job, String options) {
    Reply reply =
        master.send(
            "POST",
            "/deployment-group/g/rolling-update?user=alice",
            "{\"job\":\"%s\",\"rolloutOptions\":%s}".formatted(job, options));
    assertThat(reply.at("/status").asText()).isEqualTo("OK");
    return reply.at("/rolloutId").asText();
  }

  private List<JsonNode> awaitFinished(int rollouts) throws IOException {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                texts.stream().filter(text -> text.contains("rollingUpdateFinished")).count()
                    == rollouts);
    List<JsonNode> events = new ArrayList<>();
    for (String text : texts) {
      events.add(Json.http().readTree(text));
    }
    return events;
  }

  /** Never says the same time twice. */
  private static final class RestlessClock extends Clock {
    private final AtomicLong asked = new AtomicLong();

    @Override
    public Instant instant() {
      return Instant.now().plusMillis(asked.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Actions told of a host and whether they succeeded. */
  private static List<String> steps(List<JsonNode> events, String host) {
    return events.stream()
        .filter(event -> event.path("eventType").asText().equals("rollingUpdateTaskResult"))
        .filter(event -> event.path("target").asText().equals(host))
        .map(event -> event.path("action").asText() + " " + event.path("success").asInt())
        .toList();
  }
}
