package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredHistory.Event;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the tree of a task, as far as its agent knows, and what has yet to be told. A
 * history outlives its deployment: whether it begins or goes on is known only once it was looked
 * for. For the loop's thread.
 */
final class Told {
  private boolean status;
  private @Nullable StoredHistory history;
  private boolean historyThere;
  private final List<Event> news = new ArrayList<>();
  private @Nullable TaskReport lastEvent;

  /** Whether a status stands there. */
  boolean status() {
    return status;
  }

  void status(boolean stands) {
    status = stands;
  }

  /** Whether it is known how the history stands there. */
  boolean knowsHistory() {
    return history != null;
  }

  /** Whether the history's node is there; only if that is known. */
  boolean isHistoryThere() {
    return historyThere;
  }

  /**
   * The history was looked for.
   *
   * @param found null where there is none
   */
  void found(@Nullable StoredHistory found) {
    historyThere = found != null;
    history = found == null ? new StoredHistory(List.of()) : found;
  }

  /** How the history stands there has to be looked at again. */
  void doubtHistory() {
    history = null;
  }

  @Nullable TaskReport lastEvent() {
    return lastEvent;
  }

  /** UNKNOWN before anything has happened. */
  State lastState() {
    return lastEvent == null ? State.UNKNOWN : lastEvent.state();
  }

  void happened(Event event) {
    news.add(event);
    lastEvent = event.report();
  }

  int news() {
    return news.size();
  }

  /** The history with what is new behind it, as long as agents keep it. */
  StoredHistory longer() {
    List<Event> all = new ArrayList<>(history == null ? List.of() : history.events());
    long last = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
    for (Event event : news) {
      all.add(new Event(event.timestamp(), ++last, event.report()));
    }
    int surplus = Math.max(0, all.size() - StoredHistory.LIMIT);
    return new StoredHistory(all.subList(surplus, all.size()));
  }

  /** That history stands there now; so many events are not new any more. */
  void told(StoredHistory now, int events) {
    history = now;
    historyThere = true;
    dropNews(events);
  }

  /** With its job the history went: the oldest of the news are told to nobody. */
  void dropNews(int events) {
    news.subList(0, events).clear();
  }
}
