package io.helios.master.watch;

import io.helios.master.view.Journal;
import io.helios.master.view.Topic;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Who has to be told that something of a topic changed. What a change costs depends on how many are
 * concerned by it, not on how many there are. For any number of threads.
 *
 * @param <W> those who follow
 */
final class Audience<W> {
  private final ConcurrentMap<Topic, Set<W>> byTopic = new ConcurrentHashMap<>();
  private final Set<W> ofEverything = ConcurrentHashMap.newKeySet();

  /**
   * From now on it belongs to the audience.
   *
   * @param topics that it follows; empty for everything
   */
  void add(W follower, Optional<Set<Topic>> topics) {
    if (topics.isEmpty()) {
      ofEverything.add(follower);
      return;
    }
    for (Topic topic : topics.get()) {
      byTopic.compute(
          topic,
          (same, there) -> {
            Set<W> all = there == null ? ConcurrentHashMap.newKeySet(2) : there;
            all.add(follower);
            return all;
          });
    }
  }

  /** Undoes {@link #add} with the same topics. */
  void remove(W follower, Optional<Set<Topic>> topics) {
    ofEverything.remove(follower);
    for (Topic topic : topics.orElse(Set.of())) {
      byTopic.computeIfPresent(
          topic,
          (same, there) -> {
            there.remove(follower);
            return there.isEmpty() ? null : there;
          });
    }
  }

  /** Who follows any of the changes in that stretch of the journal, which it still holds. */
  Collection<W> of(Journal journal, long from, long to) {
    Set<W> concerned = new HashSet<>();
    boolean any = false;
    for (long at = from; at < to; at++) {
      Journal.@Nullable Entry entry = journal.at(at);
      // One that was replaced need not be told: the later one will be.
      if (entry != null) {
        any = true;
        for (Topic topic : Topic.of(entry.state())) {
          concerned.addAll(byTopic.getOrDefault(topic, Set.of()));
        }
      }
    }
    if (any) {
      concerned.addAll(ofEverything);
    }
    return concerned;
  }

  /** How many topics are followed. */
  int topics() {
    return byTopic.size();
  }
}
