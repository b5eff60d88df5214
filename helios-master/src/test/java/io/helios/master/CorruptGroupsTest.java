package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.Endpoint;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever masters have written of groups and rollouts may be damaged: no read fails for it, and
 * what another group or host is asked for is still there.
 */
class CorruptGroupsTest {
  private static final List<byte[]> DAMAGES =
      List.of(
          "{\"schema\":1,".getBytes(StandardCharsets.UTF_8),
          Stored.bytes(Map.of()),
          Stored.bytes(List.of("x")),
          Json.bytes(Map.of("schema", Stored.SCHEMA + 1, "value", Map.of())));

  private MasterFixture master;
  private JobId job;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    job = master.create(MasterFixture.job("web"));
    master.hostUp("well");
    master.deploy("well", job, Goal.START);
    master.hostUp("sick").labels(Map.of("role", "web"));
    for (String group : List.of("sick", "well")) {
      ok(
          "POST",
          "/deployment-group",
          "{\"name\":\"%s\",\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\",\"operand\":\"web\"}]}"
              .formatted(group));
    }
    ok(
        "POST",
        "/deployment-group/sick/rolling-update",
        "{\"job\":\"%s\",\"rolloutOptions\":{\"timeout\":600}}".formatted(job));
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void no_read_fails_for_any_node_that_is_damaged() throws Exception {
    await().until(() -> nodes().stream().anyMatch(node -> node.path().isWithin(Paths.ROLLOUTS)));
    List<Node> nodes = nodes();
    for (Node node : nodes) {
      for (byte[] damage : DAMAGES) {
        set(node.path(), damage);
        reads(node.path() + " as " + new String(damage, StandardCharsets.UTF_8));
      }
      set(node.path(), node.data());
    }
    assertThat(master.get("/deployment-group/well").status()).isEqualTo(200);
  }

  private void reads(String what) {
    for (Endpoint endpoint : Endpoint.all()) {
      if (endpoint.method().equals("GET") && !endpoint.template().contains("watch")) {
        boolean rollout = endpoint.template().startsWith("/rollouts");
        String path =
            endpoint
                .template()
                .replaceAll("\\{(job|id)[^}]*}", rollout ? rollout() : job.toString())
                .replaceAll("\\{[^}]*}", "sick");
        assertThat(master.get(path).status()).as("%s with %s", path, what).isLessThan(500);
      }
    }
    assertThat(master.get("/hosts/well/jobs/" + job).status()).as(what).isEqualTo(200);
  }

  private String rollout() {
    return master.store.everything().keySet().stream()
        .filter(path -> path.parent().equals(Paths.ROLLOUTS))
        .map(TreePath::name)
        .findFirst()
        .orElseThrow();
  }

  /** Nodes of groups and rollouts that hold a value. */
  private List<Node> nodes() {
    return master.store.everything().values().stream()
        .filter(node -> node.data().length > 0)
        .filter(
            node ->
                List.of(Paths.GROUPS, Paths.GROUP_STANDINGS, Paths.ROLLOUTS).stream()
                    .anyMatch(kind -> node.path().isWithin(kind)))
        .toList();
  }

  private void set(TreePath path, byte[] data) throws Exception {
    try {
      master.other.commit(Changes.NONE.set(path, data, Changes.ANY_VERSION));
      master.other.sync();
    } catch (ChangeRejected e) {
      assertThat(master.store.everything()).doesNotContainKey(path); // A rollout moved on.
    }
  }

  private void ok(String method, String path, String body) {
    assertThat(master.send(method, path, body).status()).as(path).isEqualTo(200);
  }
}
