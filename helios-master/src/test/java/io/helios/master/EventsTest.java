package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir Path directory;
  private MasterFixture cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = MasterFixture.started(directory);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void the_audit_log_says_who_did_what_from_where_and_how_it_ended() throws Exception {
    cluster.hostUp("h1");
    JobId job = cluster.create(MasterFixture.job("web"));
    cluster.deploy("h1", job, Goal.START);
    cluster.send("DELETE", "/jobs/" + job + "?user=eve&token=", "", "Helios-Request-Id: request-1");

    List<JsonNode> events = audited(3);
    JsonNode created = events.get(0);
    assertThat(created.path("type").asText()).isEqualTo("jobs.create");
    assertThat(created.path("user").asText()).isEqualTo("alice");
    assertThat(created.path("from").asText()).isEqualTo("127.0.0.1");
    assertThat(created.path("master").asText()).isEqualTo("master1");
    assertThat(created.path("outcome").asText()).isEqualTo("DONE");
    assertThat(created.path("about").path("job").asText()).isEqualTo(job.toString());
    assertThat(created.path("timestamp").asLong()).isPositive();

    JsonNode deployed = events.get(1);
    assertThat(deployed.path("type").asText()).isEqualTo("deployment.deploy");
    assertThat(deployed.path("about").path("host").asText()).isEqualTo("h1");
    assertThat(deployed.path("about").path("job").asText()).isEqualTo(job.toString());

    JsonNode refused = events.get(2);
    assertThat(refused.path("type").asText()).isEqualTo("jobs.delete");
    assertThat(refused.path("user").asText()).isEqualTo("eve");
    assertThat(refused.path("outcome").asText()).isEqualTo("REFUSED");
    assertThat(refused.path("code").asInt()).isEqualTo(400);
    assertThat(refused.path("reason").asText()).contains("STILL_IN_USE");
    assertThat(refused.path("requestId").asText()).isEqualTo("request-1");
  }

  @Test
  void tokens_and_environments_are_not_told() throws Exception {
    Job job =
        MasterFixture.job("web").toBuilder()
            .setToken("s3cret-token")
            .setEnv(Map.of("PASSWORD", "s3cret-env"))
            .build();
    JobId id = cluster.create(job);
    cluster.send("DELETE", "/jobs/" + id + "?token=s3cret-guess", "");
    cluster.send("DELETE", "/jobs/" + id + "?token=s3cret-token", "");
    audited(3);
    assertThat(Files.readString(directory.resolve("audit.log"))).doesNotContain("s3cret");
  }

  @Test
  void questions_are_not_told_even_when_they_need_a_body() throws Exception {
    cluster.send("POST", "/hosts/statuses", "[]");
    cluster.send("POST", "/jobs/statuses", "[]");
    cluster.get("/jobs");
    JobId job = cluster.create(MasterFixture.job("web"));
    assertThat(audited(1).get(0).path("about").path("job").asText()).isEqualTo(job.toString());
  }

  private List<JsonNode> audited(int count) {
    Path file = directory.resolve("audit.log");
    await().atMost(Duration.ofSeconds(20)).until(() -> lines(file).size() >= count);
    return lines(file);
  }

  private static List<JsonNode> lines(Path file) {
    try {
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        events.add(Json.http().readTree(line));
      }
      return events;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
