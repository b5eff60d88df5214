package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two masters on one tree, and clients that repeat themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestIdTest {
  private MasterFixture first;
  private MasterFixture second;
  private JobId job;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    first = MasterFixture.started(directory.resolve("first"));
    second = MasterFixture.begun(first.store, directory.resolve("second"));
    second.awaitReady();
    first.hostUp("h1");
    job = first.create(MasterFixture.job("web"));
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void a_repeated_write_gets_the_first_answer_on_any_master_and_is_done_once() {
    String created = Json.text(MasterFixture.job("again"));
    JobId id = MasterFixture.identified("again");
    String task = "/hosts/h1/jobs/" + id;
    List<String[]> requests =
        List.of(
            new String[] {"PUT", "/hosts/h7?id=seven", ""},
            new String[] {"PUT", "/hosts/h7/cordon", ""},
            new String[] {"DELETE", "/hosts/h7/cordon", ""},
            new String[] {"DELETE", "/hosts/h7", ""},
            new String[] {"POST", "/jobs/?user=a", created},
            new String[] {"PUT", task + "?user=a", goal(id, Goal.START)},
            new String[] {"PATCH", task, goal(id, Goal.STOP)},
            new String[] {"POST", task, goal(id, Goal.STOP)},
            new String[] {"DELETE", task, ""},
            new String[] {"DELETE", "/jobs/" + id, ""});
    int number = 0;
    for (String[] it : requests) {
      String header = "Helios-Request-Id: again-" + number++;
      Reply answer = first.send(it[0], it[1], it[2], header);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);

      Reply repeated = second.send(it[0], it[1], it[2], header);

      assertThat(repeated.status()).as("%s %s: %s", it[0], it[1], repeated).isEqualTo(200);
      assertThat(repeated.json()).isEqualTo(answer.json());
      assertThat(repeated.header("Helios-Request-Replayed")).isEqualTo("true");
      assertThat(answer.header("Helios-Request-Replayed")).isEmpty();
    }
  }

  @Test
  void a_write_whose_master_fell_silent_is_answered_by_the_next() {
    String path = "/hosts/h1/jobs/" + first.create(MasterFixture.job("silent"));
    String body = goal(MasterFixture.identified("silent"), Goal.START);
    first.tree.loseNextReply();
    CompletableFuture<Reply> lost =
        CompletableFuture.supplyAsync(
            () -> first.send("PUT", path, body, "Helios-Request-Id: silent"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                first.store.everything().keySet().stream()
                    .anyMatch(node -> node.name().equals("silent")));

    Reply repeated = second.send("PUT", path, body, "Helios-Request-Id: silent");

    assertThat(repeated.at("/status").asText()).isEqualTo("OK");
    first.tree.reconnect();
    assertThat(lost.join().at("/status").asText()).isEqualTo("OK");
  }

  @Test
  void of_two_masters_with_the_same_request_at_once_both_say_ok() {
    JobId id = first.create(MasterFixture.job("twice"));
    String path = "/hosts/h1/jobs/" + id;
    for (int i = 0; i < 20; i++) {
      String header = "Helios-Request-Id: deploy-" + i;
      String undo = "Helios-Request-Id: undeploy-" + i;
      for (String[] it :
          List.of(
              new String[] {"PUT", goal(id, Goal.START), header},
              new String[] {"DELETE", "", undo})) {
        CompletableFuture<Reply> other =
            CompletableFuture.supplyAsync(() -> second.send(it[0], path, it[1], it[2]));
        Reply reply = first.send(it[0], path, it[1], it[2]);
        assertThat(reply.at("/status").asText()).as(reply.toString()).isEqualTo("OK");
        assertThat(other.join().at("/status").asText()).as(other.join().toString()).isEqualTo("OK");
      }
    }
  }

  @Test
  void what_was_changed_since_is_not_changed_back() {
    JobId id = first.create(MasterFixture.job("goals"));
    first.deploy("h1", id, Goal.START);
    String path = "/hosts/h1/jobs/" + id;
    // It is started already: nothing has to be written but the receipt.
    first.send("PATCH", path, goal(id, Goal.START), "Helios-Request-Id: start");
    first.send("PATCH", path, goal(id, Goal.STOP));

    Reply repeated = first.send("PATCH", path, goal(id, Goal.START), "Helios-Request-Id: start");

    assertThat(repeated.at("/status").asText()).isEqualTo("OK");
    assertThat(first.get(path).at("/goal").asText()).isEqualTo("STOP");
  }

  @Test
  void a_repeated_removal_of_a_host_clears_away_what_the_first_left() throws Exception {
    String header = "Helios-Request-Id: removal";
    first.send("PUT", "/hosts/gone?id=g", "");
    assertThat(first.send("DELETE", "/hosts/gone", "", header).status()).isEqualTo(200);
    TreePath leftover = Paths.host(new HostName("gone"));
    first.other.commit(Changes.NONE.create(leftover).create(leftover.child("jobs")));

    Reply repeated = second.send("DELETE", "/hosts/gone", "", header);

    assertThat(repeated.header("Helios-Request-Replayed")).isEqualTo("true");
    assertThat(first.store.everything()).doesNotContainKey(leftover);
  }

  @Test
  void an_id_stands_for_one_request_only() {
    String header = "Helios-Request-Id: mine";
    String body = Json.text(MasterFixture.job("mine"));
    assertThat(first.send("POST", "/jobs", body, header).status()).isEqualTo(200);

    for (Reply other :
        List.of(
            second.send("POST", "/jobs", body + " ", header),
            second.send("POST", "/jobs?user=bob", body, header),
            second.send("PUT", "/hosts/h8?id=x", "", header))) {
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.at("/message").asText()).contains("mine was used for another request");
    }
    assertThat(first.get("/hosts/h8/status").status()).isEqualTo(404);
  }

  @Test
  void a_refusal_is_not_kept() {
    String path = "/hosts/later/jobs/" + job;
    String header = "Helios-Request-Id: later";
    assertThat(first.send("PUT", path, goal(job, Goal.START), header).status()).isEqualTo(400);
    first.hostUp("later");
    assertThat(first.send("PUT", path, goal(job, Goal.START), header).status()).isEqualTo(200);
  }

  @Test
  void without_an_id_the_documented_answers_stand() {
    JobId id = first.create(MasterFixture.job("plain"));
    Reply repeated = first.send("POST", "/jobs", Json.text(MasterFixture.job("plain")));
    assertThat(repeated.at("/status").asText()).isEqualTo("JOB_ALREADY_EXISTS");
    first.deploy("h1", id, Goal.START);
    assertThat(first.deploy("h1", id, Goal.START).at("/status").asText())
        .isEqualTo("JOB_ALREADY_DEPLOYED");
  }

  @Test
  void an_id_that_is_none_is_refused_and_reads_need_none() {
    String body = Json.text(MasterFixture.job("bad"));
    for (String id : List.of("a/b", "..", "x".repeat(65), "ä", "")) {
      Reply reply = first.send("POST", "/jobs", body, "Helios-Request-Id: " + id);
      assertThat(reply.status()).as(id).isEqualTo(400);
      assertThat(reply.at("/message").asText()).startsWith("Helios-Request-Id must be");
    }
    assertThat(first.get("/jobs", "Helios-Request-Id: a/b").status()).isEqualTo(200);
    assertThat(first.send("POST", "/hosts/statuses", "[]", "Helios-Request-Id: r").status())
        .isEqualTo(200);
    assertThat(first.store.everything().keySet())
        .filteredOn(path -> path.isWithin(Paths.REQUESTS))
        .noneMatch(path -> path.name().equals("r"));
  }

  private static String goal(JobId job, Goal goal) {
    return Json.text(Deployment.of(job, goal));
  }
}
