package io.helios.master.rollout;

import io.helios.coordination.layout.EventChunk;
import io.helios.coordination.layout.HostChunk;
import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.StoredRollout;
import io.helios.model.group.RolloutEvent;
import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a driver remembers of the rollout that it drives: the hosts, which are not in the view. It
 * is right as long as the rollout's node says that the last batch was the driver's own.
 */
final class Held {
  private final String id;
  private final int chunks;
  private final Map<HostName, HostProgress> records = new HashMap<>();
  private final Map<Integer, Set<HostName>> byChunk = new HashMap<>();
  private final Set<Integer> existing = new HashSet<>();
  private final TreeMap<Long, List<RolloutEvent>> events = new TreeMap<>();
  private long batch;

  Held(
      StoredRollout rollout,
      Map<Integer, List<HostProgress>> hosts,
      Map<Long, List<RolloutEvent>> events) {
    this.id = rollout.order().id();
    this.chunks = rollout.order().chunks();
    this.batch = rollout.progress().batch();
    existing.addAll(hosts.keySet());
    hosts.values().forEach(each -> each.forEach(this::put));
    this.events.putAll(events);
  }

  /** Whether this is what stands in the tree. */
  boolean isOf(StoredRollout rollout) {
    return id.equals(rollout.order().id()) && batch == rollout.progress().batch();
  }

  Map<HostName, HostProgress> records() {
    return records;
  }

  /** Whether the chunk is there already. */
  boolean has(int chunk) {
    return existing.contains(chunk);
  }

  int chunkOf(HostName host) {
    return HostChunk.of(host, chunks);
  }

  /** The chunk as it is once these are remembered. */
  HostChunk chunk(int chunk, Map<HostName, HostProgress> changed) {
    Map<String, HostProgress> all = new TreeMap<>();
    byChunk.getOrDefault(chunk, Set.of()).forEach(host -> all.put(host.value(), records.get(host)));
    changed.forEach(
        (host, record) -> {
          if (chunkOf(host) == chunk) {
            all.put(host.value(), record);
          }
        });
    return new HostChunk(List.copyOf(all.values()));
  }

  /** Number of the chunk of events that is not full. */
  long openEvents() {
    if (events.isEmpty()) {
      return 0;
    }
    return events.lastEntry().getValue().size() < EventChunk.SIZE
        ? events.lastKey()
        : events.lastKey() + 1;
  }

  List<RolloutEvent> events(long chunk) {
    return events.getOrDefault(chunk, List.of());
  }

  boolean hasEvents(long chunk) {
    return events.containsKey(chunk);
  }

  /** Chunks of events that are no longer kept once there are some up to that one. */
  Collection<Long> oldEvents(long newest) {
    return new ArrayList<>(events.headMap(newest - EventChunk.KEPT + 1).keySet());
  }

  /** The batch is in the tree. */
  void made(
      Map<HostName, HostProgress> changed, Map<Long, List<RolloutEvent>> told, long newBatch) {
    changed.values().forEach(this::put);
    changed.keySet().forEach(host -> existing.add(chunkOf(host)));
    if (!told.isEmpty()) {
      events.putAll(told);
      oldEvents(events.lastKey()).forEach(events::remove);
    }
    batch = newBatch;
  }

  private void put(HostProgress record) {
    HostName host = new HostName(record.host());
    records.put(host, record);
    byChunk.computeIfAbsent(chunkOf(host), it -> new HashSet<>()).add(host);
  }
}
