package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedFleet;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that lose their session or stop while they drive a rollout, on one tree of memory. */
class RolloutFailoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** One of the masters. */
  private record Running(String name, MasterApplication master, InMemoryTree tree) {
    Reply send(String method, String path, String body) {
      List<String> headers = body.isEmpty() ? List.of() : List.of("Content-Type: application/json");
      return Http.send(
          master.httpPort(),
          Http.request(method, path, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private final InMemoryStore store = new InMemoryStore();
  private final Map<String, Running> masters = new LinkedHashMap<>();
  private InMemoryTree agents;
  private ScriptedFleet fleet;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    for (int i = 1; i <= 3; i++) {
      start("m" + i, directory);
    }
    agents = store.newSession();
    fleet = new ScriptedFleet(agents, Duration.ofMillis(20));
  }

  @AfterEach
  void stop() {
    fleet.close();
    List.copyOf(masters.values()).forEach(each -> each.master().stop());
    agents.close();
  }

  @Test
  void a_rollout_goes_on_wherever_its_driver_dies_and_no_host_is_done_twice() {
    JobId one = create("one");
    JobId two = create("two");
    for (int i = 1; i <= 8; i++) {
      fleet.host("h" + i, Map.of("role", "web"));
    }
    any()
        .send(
            "POST",
            "/deployment-group/",
            "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\",\"operand\":\"web\"}]}");
    await()
        .atMost(LIMIT)
        .until(() -> any().send("GET", "/deployment-group/g/hosts", "").json().size() == 8);
    awaitDone(roll(one), 8);

    String id = roll(two);
    awaitDone(id, 2);
    Running first = leader();
    // As one that is held up for longer than its session: it still works, and must do no harm.
    first.tree().expire();
    awaitDone(id, 4);
    masters.remove(first.name()).master().stop();
    Running second = leader();
    masters.remove(second.name()).master().stop();
    awaitDone(id, 8);

    Reply rollout = any().send("GET", "/rollouts/" + id, "");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                any().send("GET", "/rollouts/" + id, "").at("/state").asText().equals("SUCCEEDED"));
    List<String> moved = new ArrayList<>();
    for (JsonNode event : rollout.at("/events")) {
      if (event.path("type").asText().equals("HOST_MOVING")) {
        moved.add(event.path("host").asText());
      }
    }
    assertThat(moved).containsExactly("h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8");
    for (int i = 1; i <= 8; i++) {
      JsonNode jobs = any().send("GET", "/hosts/h" + i + "/status", "").at("/jobs");
      assertThat(jobs.fieldNames()).toIterable().containsExactly(two.toString());
    }
  }

  private void start(String name, Path directory) throws MasterFailed {
    InMemoryTree tree = store.newSession();
    MasterApplication master =
        new MasterApplication(
            MasterOptions.of(
                name,
                ZooKeeperOptions.of("localhost:1"),
                new ListenAddress("127.0.0.1", 0),
                new ListenAddress("127.0.0.1", 0),
                directory.resolve(name)),
            MasterOutside.NONE,
            tree,
            Clock.systemUTC());
    master.start();
    masters.put(name, new Running(name, master, tree));
    await().atMost(LIMIT).until(() -> master.obstacle().isEmpty());
  }

  private JobId create(String name) {
    var job = MasterFixture.job(name);
    assertThat(any().send("POST", "/jobs/?user=alice", Json.text(job)).status()).isEqualTo(200);
    return JobHash.identify(job).id();
  }

  private String roll(JobId job) {
    Reply reply =
        any()
            .send(
                "POST",
                "/deployment-group/g/rolling-update?user=alice",
                "{\"job\":\"" + job + "\"}");
    assertThat(reply.at("/status").asText()).isEqualTo("OK");
    return reply.at("/rolloutId").asText();
  }

  private void awaitDone(String id, int hosts) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              int done = 0;
              for (JsonNode host : any().send("GET", "/rollouts/" + id, "").at("/hosts")) {
                done += host.path("state").asText().equals("DONE") ? 1 : 0;
              }
              assertThat(done).isGreaterThanOrEqualTo(hosts);
            });
  }

  /** One that is connected. */
  private Running any() {
    return masters.values().stream()
        .filter(each -> each.tree().isConnected())
        .reduce((former, latter) -> latter)
        .orElseThrow();
  }

  private Running leader() {
    await().atMost(LIMIT).until(() -> store.everything().containsKey(Paths.LEADER));
    String card = new String(store.everything().get(Paths.LEADER).data(), StandardCharsets.UTF_8);
    return masters.values().stream()
        .filter(each -> card.contains("\"" + each.name() + "\""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("who is " + card));
  }
}
