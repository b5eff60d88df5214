package io.helios.events.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSenderTest {
  private static final byte[] MESSAGE = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @Test
  void the_message_goes_under_its_topic_without_a_key_and_delivered_means_acknowledged()
      throws Exception {
    MockProducer<String, byte[]> producer =
        new MockProducer<>(false, new StringSerializer(), new ByteArraySerializer());
    try (KafkaSender sender = new KafkaSender(() -> producer)) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(() -> send(sender, "HeliosDeploymentGroupEvents"));
      while (!producer.completeNext()) {
        Thread.onSpinWait();
      }
      sent.get();
      assertThat(producer.history().get(0).topic()).isEqualTo("HeliosDeploymentGroupEvents");
      assertThat(producer.history().get(0).key()).isNull();
      assertThat(producer.history().get(0).value()).isEqualTo(MESSAGE);

      CompletableFuture<Void> lost = CompletableFuture.runAsync(() -> send(sender, "x"));
      while (!producer.errorNext(new TimeoutException("no broker"))) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(lost::get).hasStackTraceContaining("no broker");
    }
    assertThat(producer.closed()).isTrue();
  }

  @Test
  void brokers_that_cannot_be_resolved_fail_a_message_and_not_the_process() {
    try (KafkaSender sender = KafkaSender.to(List.of("no-such-host.invalid:9092"))) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> sender.send("x", MESSAGE))
            .isInstanceOf(KafkaException.class)
            .hasStackTraceContaining("bootstrap");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka:9092", "kafka1.example.org:1", "10.0.0.1:65535", "[::1]:9092"})
  void a_broker_is_a_host_and_a_port(String broker) {
    assertThat(KafkaSender.broker(broker)).isEqualTo(broker);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kafka", ":9092", "kafka:0", "kafka:65536", "a:1,b:2", "http://a:1"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> KafkaSender.broker(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not of the form HOST:PORT");
  }

  private static void send(KafkaSender sender, String topic) {
    try {
      sender.send(topic, MESSAGE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
