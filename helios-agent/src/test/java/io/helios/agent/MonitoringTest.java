package io.helios.agent;

import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that works says of itself over HTTP. */
class MonitoringTest {
  @TempDir Path state;
  private final HttpClient client = HttpClient.newHttpClient();
  private ClusterOfOne cluster;
  private int http;
  private int admin;

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    try (ServerSocket one = free();
        ServerSocket other = free()) {
      http = one.getLocalPort();
      admin = other.getLocalPort();
    }
    cluster.http = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), http));
    cluster.admin = Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin));
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  private static ServerSocket free() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private String get(int port, String path, String accept) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client
        .send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void what_the_agent_does_is_counted() throws Exception {
    cluster.startAgent();
    Job job = cluster.job("web", "sim/ok:1");
    cluster.awaitRunning(job, cluster.deploy(job));
    cluster.engine.kill(cluster.running(job).get(0).id(), 1);
    eventually(
        () ->
            get(admin, "/metrics", "text/plain").contains("helios_agent_container_exits_total 1"));
    eventually(
        () ->
            get(admin, "/metrics", "text/plain")
                .contains("helios_agent_steps_total{outcome=\"done\",step=\"start\"} 2"));
    eventually(
        () ->
            get(admin, "/metrics", "text/plain")
                .contains("helios_agent_tasks{state=\"RUNNING\"} 1"));
    JsonNode json = Json.tree().readTree(get(admin, "/metrics", "*/*"));
    assertThat(json.at("/counters/helios.agent_supervisor.container_started_counter/count").asInt())
        .isEqualTo(2);
    assertThat(json.at("/gauges/helios.zookeeper.ok/value").asInt()).isEqualTo(1);
    assertThat(get(admin, "/healthcheck", "*/*"))
        .contains("\"deadlocks\":{\"healthy\":true}")
        .contains("\"docker\":{\"healthy\":true}");
    assertThat(get(http, "/helios/taskstatus", "*/*")).contains(job.id().toString());
  }

  @Test
  void what_is_wrong_with_the_host_is_told_in_words_by_its_health() throws Exception {
    cluster.startAgent();
    cluster.engine.goAway();
    cluster.deploy(cluster.job("web", "sim/ok:1")); // Else it is asked only now and then.

    eventually(
        () ->
            get(admin, "/healthcheck", "*/*")
                .contains("\"conditions\":{\"healthy\":false,\"message\":\"EngineUnresponsive: "));
  }

  @Test
  void a_taken_port_is_a_condition_and_the_agent_works_on_until_it_is_free() throws Exception {
    Job job = cluster.job("web", "sim/ok:1");
    try (ServerSocket holder = new ServerSocket(admin, 1, InetAddress.getLoopbackAddress())) {
      cluster.startAgent();
      assertThat(cluster.agent.conditions().get("HttpUnavailable"))
          .contains(":" + holder.getLocalPort());
      cluster.awaitRunning(job, cluster.deploy(job));
      assertThat(cluster.agent.httpPort()).isEmpty();
    }
    eventually(() -> !cluster.agent.conditions().containsKey("HttpUnavailable"));
    assertThat(get(admin, "/ping", "*/*")).isEqualTo("pong\n");
  }
}
