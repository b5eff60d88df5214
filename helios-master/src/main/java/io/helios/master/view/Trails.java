package io.helios.master.view;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.LongStream;

/**
 * Where in the journal the changes of each topic are: the newest, and from each the one before. So
 * whoever follows a topic finds its changes without looking at others, and a change costs the same
 * however many follow it. One thread writes, any number reads.
 */
final class Trails {
  private static final int LANES = 2;

  private final int capacity;
  private final ConcurrentMap<Topic, Long> newest = new ConcurrentHashMap<>();

  /** For each place and lane how far back the one before is; 0 where there is none any more. */
  private final AtomicIntegerArray back;

  /**
   * @param capacity of the journal, a power of two
   */
  Trails(int capacity) {
    this.capacity = capacity;
    this.back = new AtomicIntegerArray(LANES * capacity);
  }

  /** The next change is there, and belongs to these. */
  void append(long position, List<Topic> topics) {
    for (Topic topic : topics) {
      Long before = newest.get(topic);
      long distance = before == null ? 0 : position - before;
      back.set(slot(position, topic), distance < capacity ? (int) distance : 0);
      newest.put(topic, position);
    }
  }

  /** What was there is overwritten; nothing later that took its place belongs to other topics. */
  void drop(long position, List<Topic> topics) {
    topics.forEach(topic -> newest.remove(topic, position));
  }

  /**
   * Where the changes of these topics are, in order, each once. Complete only if nothing from the
   * first position on was overwritten meanwhile.
   */
  LongStream between(long from, long to, Collection<Topic> topics) {
    LongStream.Builder found = LongStream.builder();
    for (Topic topic : topics) {
      Long start = newest.get(topic);
      long at = start == null ? -1 : start;
      while (at >= from) {
        if (at < to) {
          found.add(at);
        }
        int distance = back.get(slot(at, topic));
        at = distance == 0 ? -1 : at - distance;
      }
    }
    return found.build().sorted().distinct();
  }

  /** Of how many topics changes are kept. */
  int topics() {
    return newest.size();
  }

  private int slot(long position, Topic topic) {
    return LANES * (int) (position & (capacity - 1)) + topic.lane();
  }
}
