package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterOnZooKeeperIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private TestingServer zooKeeper;
  private MasterApplication master;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = new TestingServer();
    master = new MasterApplication(options("master1"));
    master.start();
    await().atMost(LIMIT).until(() -> master.obstacle().isEmpty());
  }

  @AfterEach
  void stop() throws Exception {
    master.stop();
    zooKeeper.close();
  }

  @Test
  void everything_goes_on_after_zookeeper_was_away() throws Exception {
    try (ZooKeeperTree agentsTree =
        ZooKeeperTree.connect(ZooKeeperOptions.of(zooKeeper.getConnectString()))) {
      assertThat(agentsTree.awaitConnected(LIMIT)).isTrue();
      ScriptedAgent agent = new ScriptedAgent(agentsTree, "h1");
      agent.register("id1");
      agent.up();
      await().atMost(LIMIT).until(() -> send("GET", "/hosts/h1/status", "").status() == 200);
      JobId job = create("before");
      String deployment = Json.text(Deployment.of(job, Goal.START));
      assertThat(send("PUT", "/hosts/h1/jobs/" + job + "?token=", deployment).status())
          .isEqualTo(200);

      zooKeeper.stop();
      await().atMost(LIMIT).until(() -> !send("GET", "/jobs", "").header("Helios-Stale").isEmpty());
      assertThat(send("GET", "/jobs/" + job + "/status", "").at("/deployments/h1/goal").asText())
          .isEqualTo("START");
      long before = System.nanoTime();
      Reply refused = send("POST", "/jobs", Json.text(job("meanwhile")));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.at("/message").asText()).contains("ZooKeeper is not reachable");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
      assertThat(send("GET", "/history/jobs/" + job, "").status()).isEqualTo(503);

      zooKeeper.restart();
      await().atMost(LIMIT).until(() -> master.obstacle().isEmpty());
      JobId after = create("after");
      Reply both = send("GET", "/jobs", "");
      assertThat(both.header("Helios-Stale")).isEmpty();
      assertThat(both.json()).hasSize(2);
      assertThat(both.json().has(after.toString())).isTrue();
    }
  }

  @Test
  void another_master_sees_the_same_cluster_and_is_listed() throws Exception {
    create("shared");
    try (MasterApplication second = new MasterApplication(options("master2"))) {
      second.start();
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  Http.send(
                          second.httpPort(),
                          Http.request("GET", "/masters", List.of(), new byte[0]))
                      .text()
                      .equals("[\"master1\",\"master2\"]"));
      assertThat(
              Http.send(second.httpPort(), Http.request("GET", "/jobs", List.of(), new byte[0]))
                  .json())
          .hasSize(1);
    }
    await().atMost(LIMIT).until(() -> send("GET", "/masters", "").text().equals("[\"master1\"]"));
  }

  private MasterOptions options(String name) {
    return MasterOptions.of(
        name,
        ZooKeeperOptions.of(zooKeeper.getConnectString()).withSessionTimeout(Duration.ofSeconds(6)),
        new ListenAddress("127.0.0.1", 0),
        new ListenAddress("127.0.0.1", 0),
        directory.resolve(name));
  }

  private JobId create(String name) {
    assertThat(send("POST", "/jobs", Json.text(job(name))).status()).isEqualTo(200);
    return JobHash.identify(job(name)).id();
  }

  private static Job job(String name) {
    return Job.newBuilder(name, "1").setImage("busybox").build();
  }

  private Reply send(String method, String path, String body) {
    return Http.send(
        master.httpPort(),
        Http.request(
            method,
            path,
            List.of("Content-Type: application/json"),
            body.getBytes(StandardCharsets.UTF_8)));
  }
}
