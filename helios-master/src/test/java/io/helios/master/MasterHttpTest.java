package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.master.fixtures.Reply;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MasterHttpTest {
  private MasterFixture master;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @Test
  void a_created_job_is_deployed_and_seen_at_once() {
    master.hostUp("h1");
    JobId job = master.create(MasterFixture.job("web"));

    assertThat(master.deploy("h1", job, Goal.START).json().path("status").asText()).isEqualTo("OK");

    Reply deployment = master.get("/hosts/h1/jobs/" + job);
    assertThat(deployment.json().path("deployerUser").asText()).isEqualTo("bob");
    assertThat(master.get("/jobs/" + job + "/status").json().at("/deployments/h1/goal").asText())
        .isEqualTo("START");
    Reply undeployed = master.send("DELETE", "/hosts/h1/jobs/" + job + "?token=", "");
    assertThat(undeployed.json().path("status").asText()).isEqualTo("OK");
    assertThat(master.get("/hosts/h1/jobs/" + job).status()).isEqualTo(404);
  }

  @Test
  void what_is_wrong_with_a_host_is_in_its_status_and_else_nothing_is_said_of_it() {
    master.hostUp("well");
    master.hostUp("ill").conditions(Map.of("EngineUnresponsive", "it hangs"));

    await().until(() -> master.get("/hosts/ill/status").json().has("conditions"));

    assertThat(master.get("/hosts/ill/status").json().at("/conditions/EngineUnresponsive").asText())
        .isEqualTo("it hangs");
    JsonNode all = master.send("POST", "/hosts/statuses", "[\"ill\",\"well\"]").json();
    assertThat(all.path("ill").has("conditions")).isTrue();
    assertThat(all.path("well").has("status")).isTrue();
    assertThat(all.path("well").has("conditions")).isFalse();
  }
}
