package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterWithoutZooKeeperTest {
  @TempDir private Path directory;
  private MasterFixture master;

  @BeforeEach
  void start() throws Exception {
    master = MasterFixture.started(directory);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void reads_are_answered_from_the_old_view_and_say_so() {
    JobId job = master.create(MasterFixture.job("web"));
    master.tree.disconnect();
    await().until(() -> !master.get("/jobs").header("Helios-Stale").isEmpty());

    assertThat(master.get("/jobs/" + job).status()).isEqualTo(200);

    master.tree.reconnect();
    await().until(() -> master.get("/jobs").header("Helios-Stale").isEmpty());
  }

  @Test
  void writes_are_refused_with_a_reason_that_each_client_understands() {
    master.tree.disconnect();
    String job = Json.text(MasterFixture.job("web"));

    Reply ours = master.send("POST", "/jobs", job, "Helios-Version: 0.10.0");
    Reply published = master.send("POST", "/jobs", job, "Helios-Version: 0.9.45");

    assertThat(ours.status()).isEqualTo(503);
    assertThat(ours.header("Retry-After")).isNotEmpty();
    assertThat(ours.at("/message").asText()).contains("ZooKeeper is not reachable");
    assertThat(published.status()).isEqualTo(502);
    assertThat(master.get("/ready").status()).isEqualTo(503);
  }

  @Test
  void a_write_whose_answer_was_lost_is_answered_as_done() throws Exception {
    master.hostUp("h1");
    JobId job = master.create(MasterFixture.job("web"));
    master.tree.loseNextReply();
    Thread reconnecting =
        new Thread(
            () -> {
              await().until(() -> !master.tree.isConnected());
              master.tree.reconnect();
            });
    reconnecting.start();

    Reply reply = master.deploy("h1", job, Goal.START);

    reconnecting.join();
    assertThat(reply.at("/status").asText()).isEqualTo("OK");
  }

  @Test
  void a_write_in_flight_when_zookeeper_goes_for_long_is_refused_soon_and_can_be_repeated()
      throws Exception {
    master.hostUp("h1");
    JobId job = master.create(MasterFixture.job("web"));
    String path = "/hosts/h1/jobs/" + job;
    String body = Json.text(Deployment.of(job, Goal.START));
    String id = "Helios-Request-Id: in-flight";
    master.tree.loseNextReply();

    long asked = System.nanoTime();
    Reply refused = master.send("PUT", path, body, id);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(refused.at("/message").asText()).contains("outcome is unknown");
    // 0.8 s, where nothing else uses the machine.
    assertThat(took).isLessThan(Duration.ofSeconds(4));

    master.tree.reconnect();
    await().until(() -> master.get("/ready").status() == 200);
    Reply repeated = master.send("PUT", path, body, id);
    assertThat(repeated.at("/status").asText()).isEqualTo("OK");
  }

  @Test
  void a_master_that_never_saw_the_cluster_answers_no_reads() throws Exception {
    InMemoryStore store = new InMemoryStore();
    Files.createDirectories(directory.resolve("other"));
    Files.writeString(directory.resolve("other").resolve("cluster-id"), "another-cluster");
    try (MasterFixture stranger = MasterFixture.begun(store, directory.resolve("other"))) {
      await().until(() -> stranger.get("/ready").text().contains("belongs to the cluster"));
      assertThat(stranger.get("/jobs").status()).isEqualTo(503);
      assertThat(stranger.get("/jobs").at("/message").asText()).contains("another-cluster");
      assertThat(stranger.get("/version").status()).isEqualTo(200);
    }
  }

  @Test
  void nothing_is_written_into_a_tree_whose_identity_is_gone() throws Exception {
    Node identity =
        master.store.everything().values().stream()
            .filter(node -> node.path().parent().equals(Paths.IDENTITIES))
            .findFirst()
            .orElseThrow();
    master.other.commit(Changes.NONE.delete(identity.path()));

    Reply reply = master.send("POST", "/jobs", Json.text(MasterFixture.job("web")));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.at("/message").asText()).contains("no longer holds the cluster");
    assertThat(master.get("/jobs").json()).isEmpty();
  }

  @Test
  void a_revision_of_another_master_is_waited_for() throws Exception {
    try (MasterFixture second = MasterFixture.begun(master.store, directory.resolve("second"))) {
      second.awaitReady();
      for (int i = 0; i < 20; i++) {
        Reply created = master.send("POST", "/jobs", Json.text(MasterFixture.job("job" + i)));
        String id = created.at("/id").asText();
        Reply read =
            second.get("/jobs/" + id, "Helios-Min-Revision: " + created.header("Helios-Revision"));
        assertThat(read.status()).as(id).isEqualTo(200);
      }
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !master.get("/masters").text().isEmpty());
  }

  @Test
  void a_node_that_cannot_be_read_hides_only_itself() throws Exception {
    master.hostUp("h1");
    JobId good = master.create(MasterFixture.job("good"));
    JobId bad = master.create(MasterFixture.job("bad"));
    master.deploy("h1", good, Goal.START);
    master.deploy("h1", bad, Goal.START);
    master.other.commit(
        Changes.NONE
            .set(Paths.deployment(new HostName("h1"), bad), new byte[] {1}, 0)
            .set(Paths.job(bad), new byte[] {'{'}, 0));

    await().until(() -> master.get("/jobs/" + bad).status() == 404);

    assertThat(master.get("/hosts/h1/jobs/" + good).status()).isEqualTo(200);
    assertThat(master.get("/hosts/h1/status").at("/jobs")).hasSize(1);
    assertThat(master.send("POST", "/jobs", Json.text(MasterFixture.job("bad"))).status())
        .isEqualTo(400);
    Reply undeployed = master.send("DELETE", "/hosts/h1/jobs/" + bad + "?token=", "");
    assertThat(undeployed.at("/status").asText()).isEqualTo("OK");
  }
}
