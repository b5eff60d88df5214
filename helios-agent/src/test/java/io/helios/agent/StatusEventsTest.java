package io.helios.agent;

import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.events.EventSender;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent tells what becomes of its tasks to an event sender too, as the predecessor's did. */
class StatusEventsTest {
  @TempDir Path state;
  private final Listener listener = new Listener();
  private ClusterOfOne cluster;
  private Job web;

  @BeforeEach
  void begin() {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    cluster.events = Optional.of(listener);
    web = cluster.job("web", "sim/ok:1");
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @Test
  void each_state_is_told_once_in_order_with_host_time_and_job() throws Exception {
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    cluster.undeploy(web);
    cluster.awaitGone(web);
    eventually(() -> listener.states().contains("STOPPED"));

    assertThat(listener.states())
        .containsSubsequence(
            "PULLING_IMAGE", "CREATING", "STARTING", "RUNNING", "STOPPING", "STOPPED");
    assertThat(listener.topics).containsOnly("HeliosTaskStatusEvents");
    JsonNode event = listener.messages.get(0);
    assertThat(event.path("host").asText()).isEqualTo("h1");
    assertThat(event.path("timestamp").asLong()).isPositive();
    assertThat(event.at("/status/job/id").asText()).isEqualTo(web.id().toString());
    assertThat(event.at("/status/goal").asText()).isEqualTo("START");
    assertThat(event.properties()).hasSize(3);
    cluster.agent.close();
    cluster.agent = null;
    eventually(() -> listener.closed);
  }

  @Test
  void a_listener_that_hangs_holds_up_no_container() throws Exception {
    listener.hanging = new CountDownLatch(1);
    cluster.startAgent();
    cluster.awaitRunning(web, cluster.deploy(web));
    assertThat(listener.messages).isEmpty();
    listener.hanging.countDown();
    eventually(() -> listener.states().contains("RUNNING"));
  }

  private static final class Listener implements EventSender {
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    final List<String> topics = new CopyOnWriteArrayList<>();
    volatile CountDownLatch hanging = new CountDownLatch(0);
    volatile boolean closed;

    List<String> states() {
      List<String> states = new ArrayList<>();
      messages.forEach(it -> states.add(it.at("/status/state").asText()));
      return states;
    }

    @Override
    public void send(String topic, byte[] message) throws IOException, InterruptedException {
      hanging.await();
      topics.add(topic);
      messages.add(Json.tree().readTree(message));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
