package io.helios.agent.runtime.docker;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What inspections found, so that a listing of hundreds does not inspect each again. An entry holds
 * while the engine's listing shows the same state and no event came; the state alone would miss a
 * container that was restarted in between.
 */
final class ObservedCache {
  private final Map<ContainerId, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** To be taken before an inspection begins. */
  long mark() {
    return changes.get();
  }

  /** Keeps what an inspection found, unless something changed since it began. */
  void keep(String state, Observed observed, long mark) {
    entries.put(observed.id(), new Entry(state, observed));
    if (changes.get() != mark) {
      entries.remove(observed.id());
    }
  }

  Optional<Observed> get(ContainerId id, String state) {
    Entry entry = entries.get(id);
    return entry != null && entry.state().equals(state)
        ? Optional.of(entry.observed())
        : Optional.empty();
  }

  /** One container may have changed; empty: all of them. */
  void changed(Optional<ContainerId> id) {
    changes.incrementAndGet();
    id.ifPresentOrElse(entries::remove, entries::clear);
  }

  private record Entry(String state, Observed observed) {}
}
