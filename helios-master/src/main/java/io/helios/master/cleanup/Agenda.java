package io.helios.master.cleanup;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which item is to be looked at when; each at most once. For one thread. */
final class Agenda {
  private final NavigableMap<Instant, Set<Item>> byTime = new TreeMap<>();
  private final Map<Item, Instant> times = new HashMap<>();

  /** Looks at it then, and no more when it was to be looked at before. */
  void put(Item item, Instant at) {
    remove(item);
    times.put(item, at);
    byTime.computeIfAbsent(at, time -> new LinkedHashSet<>()).add(item);
  }

  void remove(Item item) {
    Instant at = times.remove(item);
    if (at == null) {
      return;
    }
    Set<Item> same = byTime.get(at);
    if (same != null) {
      same.remove(item);
      if (same.isEmpty()) {
        byTime.remove(at);
      }
    }
  }

  boolean contains(Item item) {
    return times.containsKey(item);
  }

  void clear() {
    byTime.clear();
    times.clear();
  }

  /** When there is something to look at; empty when there is nothing. */
  Optional<Instant> next() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }

  /** Takes out the first item that is due. */
  Optional<Item> takeDue(Instant now) {
    if (byTime.isEmpty() || byTime.firstKey().isAfter(now)) {
      return Optional.empty();
    }
    Item item = byTime.firstEntry().getValue().iterator().next();
    remove(item);
    return Optional.of(item);
  }

  int size() {
    return times.size();
  }
}
