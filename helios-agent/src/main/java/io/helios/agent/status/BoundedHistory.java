package io.helios.agent.status;

import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredHistory.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which events of a task are kept: as many as fit, of them up to a third the first ones of the
 * newest generation, which show how the deployment began however often it was restarted since, and
 * otherwise the newest. What was left out shows as a gap in the numbers.
 */
final class BoundedHistory {
  private static final int LONGEST_BYTES = 256 * 1024;
  private static final int FIRST = 10;

  private BoundedHistory() {}

  /** The history with more events behind, each numbered on by as much as its own number says. */
  static StoredHistory longer(StoredHistory before, List<Event> more) {
    List<Event> all = new ArrayList<>(before.events());
    long last = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
    for (Event event : more) {
      last += event.sequence();
      all.add(new Event(event.timestamp(), last, event.report()));
    }
    while (all.size() > StoredHistory.LIMIT) {
      all.remove(leastOfUse(all));
    }
    StoredHistory history = new StoredHistory(all);
    while (all.size() > 1 && Stored.bytes(history).length > LONGEST_BYTES) {
      all.remove(leastOfUse(all));
      history = new StoredHistory(all);
    }
    return history;
  }

  /** Puts an event behind those that wait; the number of each is its distance to the one before. */
  static void add(List<Event> waiting, Event event) {
    waiting.add(event);
    if (waiting.size() > StoredHistory.LIMIT) {
      int index = leastOfUse(waiting);
      Event left = waiting.remove(index);
      Event next = waiting.get(index);
      waiting.set(
          index, new Event(next.timestamp(), next.sequence() + left.sequence(), next.report()));
    }
  }

  /** Never the last of several. */
  private static int leastOfUse(List<Event> events) {
    Long newest = events.get(events.size() - 1).report().generation();
    int kept = Math.min(FIRST, events.size() / 3);
    for (int i = 0; i < events.size(); i++) {
      if (!Objects.equals(events.get(i).report().generation(), newest) || kept-- <= 0) {
        return i;
      }
    }
    return 0;
  }
}
