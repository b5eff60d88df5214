package io.helios.master.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.events.EventSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutletTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofSeconds(10);
  private final Receiver receiver = new Receiver();

  @Test
  void a_failing_sender_loses_nothing_and_gets_everything_once_in_order() {
    receiver.failing = true;
    try (EventStream stream = stream(100)) {
      publish(stream, 0, 20);
      await().atMost(SOON).until(() -> stream.deliveries().get(0).failures() > 1);
      assertThat(stream.deliveries().get(0).trouble()).isEqualTo("no route to host");
      receiver.failing = false;
      await().atMost(SOON).until(() -> receiver.got.size() == 20);
      assertThat(receiver.got).containsExactlyElementsOf(numbers(0, 20));
      assertThat(stream.deliveries().get(0).dropped()).isZero();
      await().atMost(SOON).until(() -> stream.deliveries().get(0).trouble() == null);
    }
  }

  @Test
  void a_sender_that_hangs_keeps_nobody_waiting_and_what_does_not_fit_is_counted() {
    receiver.hanging = new CountDownLatch(1);
    try (EventStream stream = stream(10)) {
      publish(stream, 0, 1);
      await().atMost(SOON).until(() -> stream.deliveries().get(0).waiting() == 0);
      // This thread publishes all of them while the sender hangs.
      publish(stream, 1, 31);
      assertThat(stream.deliveries().get(0).waiting()).isEqualTo(10);
      assertThat(stream.deliveries().get(0).dropped()).isEqualTo(20);
      receiver.hanging.countDown();
      await().atMost(SOON).until(() -> receiver.got.size() == 11);
      assertThat(receiver.got).containsExactlyElementsOf(numbers(0, 11));
    }
  }

  @Test
  void closing_delivers_what_waits() {
    EventStream stream = stream(100);
    publish(stream, 0, 50);
    stream.close();
    assertThat(receiver.got).hasSize(50);
    assertThat(receiver.closed).isTrue();
  }

  @Test
  void events_of_rollouts_go_to_the_topic_of_the_predecessor_too() throws Exception {
    try (EventStream stream = stream(100)) {
      stream.publish(
          Event.by(Instant.EPOCH, "rollout.started", "bob")
              .carrying(
                  new Event.Message(
                      "HeliosDeploymentGroupEvents",
                      Map.of("eventType", "rollingUpdateStarted", "reason", "MANUAL"))));
      await().atMost(SOON).until(() -> receiver.topics.size() == 2);
    }
    assertThat(receiver.topics).containsExactly("HeliosEvents", "HeliosDeploymentGroupEvents");
  }

  private EventStream stream(int capacity) {
    return new EventStream(
        "m1", List.of(new EventStream.Way("test", receiver, topic -> true)), capacity, FAREWELL);
  }

  private static void publish(EventStream stream, int from, int to) {
    for (String number : numbers(from, to)) {
      stream.publish(Event.by(Instant.EPOCH, number, null));
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(it -> "event" + it).toList();
  }

  private static final class Receiver implements EventSender {
    final List<String> got = new CopyOnWriteArrayList<>();
    final List<String> topics = new CopyOnWriteArrayList<>();
    volatile boolean failing;
    volatile CountDownLatch hanging = new CountDownLatch(0);
    volatile boolean closed;

    @Override
    public void send(String topic, byte[] message) throws Exception {
      if (failing) {
        throw new IOException("no route to host");
      }
      hanging.await();
      topics.add(topic);
      String text = new String(message, StandardCharsets.UTF_8);
      got.add(text.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1"));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
