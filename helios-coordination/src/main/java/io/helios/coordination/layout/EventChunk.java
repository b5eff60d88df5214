package io.helios.coordination.layout;

import io.helios.model.group.RolloutEvent;
import java.util.List;

/** Some of what happened to the hosts of a rollout, oldest first. */
public record EventChunk(List<RolloutEvent> events) {
  /** Events in a chunk that is full. */
  public static final int SIZE = 25;

  /** Chunks that are kept, so that there are always the newest 200 events. */
  public static final int KEPT = 9;

  public EventChunk {
    events = List.copyOf(events);
  }
}
