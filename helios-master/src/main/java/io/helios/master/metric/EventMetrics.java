package io.helios.master.metric;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.helios.master.event.EventStream;
import java.util.function.ToLongFunction;

/** How the ways out of the event stream are doing. */
public final class EventMetrics {
  private EventMetrics() {}

  public static void register(MetricRegistry registry, EventStream events) {
    for (EventStream.Delivery delivery : events.deliveries()) {
      String name = delivery.name();
      gauge(registry, events, name, "waiting", EventStream.Delivery::waiting);
      gauge(registry, events, name, "delivered", EventStream.Delivery::delivered);
      gauge(registry, events, name, "dropped", EventStream.Delivery::dropped);
      gauge(registry, events, name, "failures", EventStream.Delivery::failures);
    }
  }

  private static void gauge(
      MetricRegistry registry,
      EventStream events,
      String outlet,
      String what,
      ToLongFunction<EventStream.Delivery> value) {
    String name = "helios.master.events." + outlet.replaceAll("[^0-9A-Za-z]+", "_") + "." + what;
    Gauge<Long> gauge =
        () ->
            events.deliveries().stream()
                .filter(it -> it.name().equals(outlet))
                .mapToLong(value)
                .sum();
    // Two ways of one name count together.
    registry.gauge(name, () -> gauge);
  }
}
