package io.helios.master.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helios.events.EventSender;
import io.helios.events.delivery.Outlet;
import io.helios.events.delivery.Outlet.Parcel;
import io.helios.model.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one stream of events, with its outlets. Safe for any thread. */
public final class EventStream implements Events, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  /** Topic of everything that happens, as JSON of {@link Event}. */
  public static final String TOPIC = "HeliosEvents";

  private static final int CAPACITY = 10_000;
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final String master;
  private final List<Way> ways;
  private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();

  /**
   * A way out.
   *
   * @param name for operators
   * @param topics which topics it wants
   */
  public record Way(String name, EventSender sender, Predicate<String> topics) {}

  private final List<Outlet> outlets;

  /**
   * A stream that delivers at once.
   *
   * @param master whose events they are
   */
  public EventStream(String master, List<Way> ways) {
    this(master, ways, CAPACITY, FAREWELL);
  }

  EventStream(String master, List<Way> ways, int capacity, Duration farewell) {
    this.master = master;
    this.ways = List.copyOf(ways);
    List<Outlet> made = new ArrayList<>();
    for (Way way : ways) {
      made.add(new Outlet(way.name(), way.sender(), capacity, farewell));
    }
    this.outlets = List.copyOf(made);
  }

  @Override
  public void publish(Event event) {
    counts
        .computeIfAbsent(event.type() + " " + event.outcome().name(), it -> new AtomicLong())
        .incrementAndGet();
    put(TOPIC, event.json(master));
    Event.Message message = event.message();
    if (message != null) {
      put(message.topic(), message.payload());
    }
  }

  private void put(String topic, Map<String, Object> content) {
    byte @Nullable [] bytes = null;
    for (int i = 0; i < ways.size(); i++) {
      if (ways.get(i).topics().test(topic)) {
        try {
          bytes = bytes == null ? Json.http().writeValueAsBytes(content) : bytes;
        } catch (JsonProcessingException e) {
          log.error("an event of {} is lost, for it cannot be written", topic, e);
          return;
        }
        outlets.get(i).put(new Parcel(topic, bytes));
      }
    }
  }

  /** How many there were, by type and outcome with a space between them. */
  public Map<String, Long> counts() {
    Map<String, Long> result = new TreeMap<>();
    counts.forEach((key, count) -> result.put(key, count.get()));
    return result;
  }

  /** How a way out is doing. */
  public record Delivery(
      String name,
      int waiting,
      long delivered,
      long dropped,
      long failures,
      @Nullable String trouble) {}

  public List<Delivery> deliveries() {
    return outlets.stream()
        .map(
            it ->
                new Delivery(
                    it.name(),
                    it.waiting(),
                    it.delivered(),
                    it.dropped(),
                    it.failures(),
                    it.trouble()))
        .toList();
  }

  /** Delivers what waits, for a few seconds at most. */
  @Override
  public void close() {
    outlets.forEach(Outlet::close);
  }
}
