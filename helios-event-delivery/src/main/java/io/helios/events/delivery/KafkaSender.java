package io.helios.events.delivery;

import io.helios.events.EventSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to Kafka, under the topic's own name and without a key, as the predecessor did. A message
 * counts as delivered when a broker has acknowledged it. Brokers are looked for with the first
 * message: none has to be there, or to have an address that can be resolved, before.
 */
public final class KafkaSender implements EventSender {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Pattern BROKER =
      Pattern.compile("(?:[^:\\s,/]+|\\[[^\\]\\s,/]+\\]):(\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  private final Supplier<Producer<String, byte[]>> connecting;
  private @Nullable Producer<String, byte[]> connected;

  KafkaSender(Supplier<Producer<String, byte[]>> connecting) {
    this.connecting = connecting;
  }

  /**
   * A sender that connects when there is something to send.
   *
   * @param brokers as {@link #broker} accepts them
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
        () -> new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
  }

  /**
   * The address of a broker as an operator has written it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String broker(String text) {
    Matcher parts = BROKER.matcher(text);
    if (!parts.matches()
        || Integer.parseInt(parts.group(1)) < 1
        || Integer.parseInt(parts.group(1)) > HIGHEST_PORT) {
      throw new IllegalArgumentException("'" + text + "' is not of the form HOST:PORT");
    }
    return text;
  }

  @Override
  public void send(String topic, byte[] message) throws Exception {
    Producer<String, byte[]> producer = connected;
    if (producer == null) {
      producer = connecting.get();
      connected = producer;
    }
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
    if (connected != null) {
      connected.close(FAREWELL);
    }
  }
}
