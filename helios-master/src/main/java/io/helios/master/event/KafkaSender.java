package io.helios.master.event;

import io.helios.events.EventSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends to Kafka, under the topic's own name and without a key, as the predecessor did. A message
 * counts as delivered when a broker has acknowledged it.
 */
public final class KafkaSender implements EventSender {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Producer<String, byte[]> producer;

  KafkaSender(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * A sender that connects in the background.
   *
   * @param brokers of the form {@code host:port}
   * @throws org.apache.kafka.common.KafkaException when none of them can be one
   */
  public static KafkaSender to(List<String> brokers) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            String.join(",", brokers),
            ProducerConfig.CLIENT_ID_CONFIG,
            "Helios",
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            (int) PATIENCE.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis() / 2,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis(),
            ProducerConfig.LINGER_MS_CONFIG,
            0);
    return new KafkaSender(
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
  }

  @Override
  public void send(String topic, byte[] message) throws Exception {
    try {
      producer
          .send(new ProducerRecord<>(topic, message))
          .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    producer.close(FAREWELL);
  }
}
