package io.helios.master.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever was appended is found by its topics, as long as the journal keeps it. */
class TrailsProperties {
  private static final int CAPACITY = 16;
  private static final Topic[] BY_NAME = {
    Topic.host("a"), Topic.host("b"), Topic.JOBS, Topic.GROUPS
  };
  private static final Topic[] BY_OTHER = {
    Topic.jobsCalled("a"), Topic.jobsCalled("b"), Topic.HOSTS
  };

  @Property
  void a_topic_leads_to_its_changes_and_no_others(
      @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 11) Integer> changes,
      @ForAll @Size(max = 3) Set<@IntRange(min = 0, max = 6) Integer> wanted,
      @ForAll @IntRange(min = 0, max = 80) int begin,
      @ForAll @IntRange(min = 0, max = 80) int end) {
    Trails trails = new Trails(CAPACITY);
    List<List<Topic>> journal = new ArrayList<>();
    for (int change : changes) {
      if (journal.size() >= CAPACITY) {
        int dropped = journal.size() - CAPACITY;
        trails.drop(dropped, journal.get(dropped));
      }
      List<Topic> topics = topics(change);
      trails.append(journal.size(), topics);
      journal.add(topics);
    }
    long from = Math.max(begin, journal.size() - CAPACITY);
    Set<Topic> followed = new HashSet<>();
    wanted.forEach(it -> followed.add(it < 4 ? BY_NAME[it] : BY_OTHER[it - 4]));

    List<Long> expected = new ArrayList<>();
    for (long at = from; at < Math.min(end, journal.size()); at++) {
      if (journal.get((int) at).stream().anyMatch(followed::contains)) {
        expected.add(at);
      }
    }
    assertThat(trails.between(from, end, followed).boxed().toList()).isEqualTo(expected);
  }

  @Property(tries = 50)
  void topics_of_which_nothing_is_kept_take_no_room(
      @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 11) Integer> changes) {
    Trails trails = new Trails(CAPACITY);
    Map<Integer, List<Topic>> journal = new HashMap<>();
    for (int change : changes) {
      int at = journal.size();
      if (at >= CAPACITY) {
        trails.drop(at - CAPACITY, journal.getOrDefault(at - CAPACITY, List.of()));
      }
      journal.put(at, topics(change));
      trails.append(at, topics(change));
    }
    Set<Topic> kept = new HashSet<>();
    for (int at = Math.max(0, journal.size() - CAPACITY); at < journal.size(); at++) {
      kept.addAll(journal.getOrDefault(at, List.of()));
    }
    assertThat(trails.topics()).isEqualTo(kept.size());
  }

  /** As {@link Topic#of} does: one topic, or one of each lane. */
  private static List<Topic> topics(int number) {
    Topic first = BY_NAME[number % BY_NAME.length];
    return first.equals(Topic.GROUPS)
        ? List.of(first)
        : List.of(first, BY_OTHER[number % BY_OTHER.length]);
  }
}
