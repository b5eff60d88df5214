package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CordonTest {
  private MasterFixture master;
  private JobId job;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    job = master.create(MasterFixture.job("web"));
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void a_cordoned_host_gets_nothing_new_and_says_who_and_why() {
    Reply reply = cordon("h1", "bad disk");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/status").asText()).isEqualTo("OK");

    Reply deployed = master.deploy("h1", job, Goal.START);

    assertThat(deployed.status()).isEqualTo(409);
    assertThat(deployed.at("/message").asText())
        .isEqualTo("Host h1 is cordoned by alice: bad disk");
    JsonNode shown = master.get("/hosts/h1/status").at("/cordon");
    assertThat(shown.path("user").asText()).isEqualTo("alice");
    assertThat(shown.path("reason").asText()).isEqualTo("bad disk");
    assertThat(shown.path("since").asLong()).isPositive();
  }

  @Test
  void what_runs_there_can_still_be_stopped_started_and_undeployed() {
    master.deploy("h1", job, Goal.START);
    cordon("h1", "");
    String path = "/hosts/h1/jobs/" + job;
    for (String goal : List.of("STOP", "START")) {
      String body = "{\"job\":\"" + job + "\",\"goal\":\"" + goal + "\"}";
      assertThat(master.send("PATCH", path, body).status()).isEqualTo(200);
    }
    assertThat(master.deploy("h1", job, Goal.START).at("/status").asText())
        .isEqualTo("JOB_ALREADY_DEPLOYED");
    assertThat(master.send("DELETE", path + "?token=", "").status()).isEqualTo(200);
    assertThat(master.deploy("h1", job, Goal.START).status()).isEqualTo(409);
  }

  @Test
  void a_cordon_may_be_set_and_lifted_again_and_again() {
    assertThat(master.send("DELETE", "/hosts/h1/cordon", "").status()).isEqualTo(200);
    cordon("h1", "a");
    long since = master.get("/hosts/h1/status").at("/cordon/since").asLong();
    cordon("h1", "b");
    JsonNode again = master.get("/hosts/h1/status").at("/cordon");
    assertThat(again.path("reason").asText()).isEqualTo("b");
    assertThat(again.path("since").asLong()).isEqualTo(since);
    Reply lifted = master.send("DELETE", "/hosts/h1/cordon", "");
    assertThat(lifted.status()).isEqualTo(200);
    assertThat(master.get("/hosts/h1/status").json().has("cordon")).isFalse();
    assertThat(master.deploy("h1", job, Goal.START).status()).isEqualTo(200);
  }

  @Test
  void there_is_nothing_to_cordon_on_a_host_that_nobody_registered() {
    for (Reply reply :
        List.of(cordon("nohost", ""), master.send("DELETE", "/hosts/no%20host/cordon", ""))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.at("/status").asText()).isEqualTo("NOT_FOUND");
      assertThat(reply.at("/message").asText()).contains("is registered");
    }
  }

  @Test
  void a_cordon_that_cannot_be_read_still_holds_until_it_is_lifted() throws Exception {
    master.other.commit(Changes.NONE.create(Paths.hostCordon(new HostName("h1")), new byte[] {7}));
    Awaitility.await().until(() -> master.get("/hosts/h1/status").json().has("cordon"));
    assertThat(master.deploy("h1", job, Goal.START).status()).isEqualTo(409);
    assertThat(master.send("DELETE", "/hosts/h1/cordon", "").status()).isEqualTo(200);
    assertThat(master.deploy("h1", job, Goal.START).status()).isEqualTo(200);
  }

  private Reply cordon(String host, String reason) {
    String body = reason.isEmpty() ? "" : "{\"reason\":\"" + reason + "\"}";
    return master.send("PUT", "/hosts/" + host + "/cordon?user=alice", body);
  }
}
