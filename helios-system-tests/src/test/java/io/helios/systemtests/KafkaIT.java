package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Kafka;
import io.helios.systemtests.fixtures.Master;
import io.helios.systemtests.fixtures.ZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Masters and agents tell a real broker what happens, also one that is away for a while. */
@Timeout(300)
class KafkaIT {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Whoever waited for a broker that is away would wait for longer. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static Path directory;
  private static ZooKeeper zookeeper;
  private static Kafka kafka;
  private static Master master;

  @BeforeAll
  static void start() {
    directory = Checkout.scratch("kafka");
    zookeeper = ZooKeeper.start(directory);
    kafka = Kafka.begin(directory);
    master = Master.start(directory, "master", zookeeper.address(), "--kafka", kafka.address());
  }

  @AfterAll
  static void stop() {
    master.close();
    kafka.close();
    zookeeper.close();
  }

  @Test
  void rollouts_are_told_in_order_without_loss_while_the_broker_dies_and_comes_back() {
    String job = master.create("{\"id\":\"told:1\",\"image\":\"busybox\"}");
    IntStream.range(0, 10).forEach(group -> rollOut(group, job));
    awaitRollouts(10);

    kafka.kill();
    IntStream.range(10, 40).forEach(group -> rollOut(group, job));
    kafka.beginAgain();

    awaitRollouts(40);
  }

  @Test
  void an_agent_tells_what_becomes_of_its_tasks() {
    try (var engine = new LocalEngine();
        Agent agent =
            Agent.start(
                directory, "kafka-agent", zookeeper.address(), "--kafka", kafka.address())) {
      String image = LocalImages.busybox(engine.client());
      agent.awaitUp(master);
      String job =
          master.create(
              "{\"id\":\"watched:1\",\"image\":\"%s\",\"command\":[\"sleep\",\"600\"]}"
                  .formatted(image));
      master.deploy(job, agent.name());

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(told("HeliosTaskStatusEvents", it -> it.at("/status/state").asText()))
                      .containsSubsequence("CREATING", "STARTING", "RUNNING"));
      assertThat(told("HeliosTaskStatusEvents", it -> it.at("/status/job/id").asText()))
          .containsExactly(job);
      assertThat(told("HeliosTaskStatusEvents", it -> it.path("host").asText()))
          .containsExactly(agent.name());
    }
  }

  /** Of a group without hosts: it ends at once. */
  private static void rollOut(int group, String job) {
    String name = "group-" + group;
    ask(
        "/deployment-group/",
        "{\"name\":\"%s\",\"hostSelectors\":[{\"label\":\"no\",\"operator\":\"EQUALS\",\"operand\":\"host\"}]}"
            .formatted(name));
    ask("/deployment-group/" + name + "/rolling-update", "{\"job\":\"%s\"}".formatted(job));
    await()
        .atMost(SOON)
        .until(
            () ->
                Http.get(master.url() + "/deployment-group/" + name + "/rollouts?limit=1")
                    .body()
                    .contains("SUCCEEDED"));
  }

  private static void ask(String path, String body) {
    long asked = System.nanoTime();
    Http.Reply reply = Http.send("POST", master.url() + path, body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
  }

  private static void awaitRollouts(int groups) {
    List<String> expected =
        IntStream.range(0, groups)
            .boxed()
            .flatMap(
                group ->
                    Stream.of(
                        "rollingUpdateStarted group-" + group,
                        "rollingUpdateFinished group-" + group))
            .toList();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        told(
                            "HeliosDeploymentGroupEvents",
                            it ->
                                it.path("eventType").asText()
                                    + " "
                                    + it.at("/deploymentGroup/name").asText()))
                    .isEqualTo(expected));
  }

  /** What stands in a topic; one whose acknowledgement was lost may have come twice. */
  private static List<String> told(String topic, Function<JsonNode, String> part) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.address(),
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) SOON.toMillis());
    List<String> told = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (var message : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(message.key()).isNull();
          String text = part.apply(Http.json(new String(message.value(), StandardCharsets.UTF_8)));
          if (told.isEmpty() || !told.get(told.size() - 1).equals(text)) {
            told.add(text);
          }
        }
      }
    }
    return told;
  }
}
