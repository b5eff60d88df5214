package io.helios.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredHistory.Event;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BoundedHistoryTest {
  private static final StoredHistory NOTHING = new StoredHistory(List.of());

  @Test
  void a_flapping_job_does_not_push_out_how_its_deployment_began() {
    StoredHistory history = NOTHING;
    for (int i = 1; i <= 1_000; i++) {
      history = BoundedHistory.longer(history, List.of(event(i, 7)));
    }
    assertThat(history.events())
        .extracting(Event::sequence)
        .containsExactlyElementsOf(
            LongStream.concat(LongStream.rangeClosed(1, 10), LongStream.rangeClosed(981, 1_000))
                .boxed()
                .toList());
  }

  @Test
  void of_earlier_generations_the_oldest_go_first() {
    StoredHistory history = NOTHING;
    for (int i = 1; i <= 20; i++) {
      history = BoundedHistory.longer(history, List.of(event(i, 1)));
    }
    for (int i = 21; i <= 45; i++) {
      history = BoundedHistory.longer(history, List.of(event(i, 2)));
    }
    assertThat(history.events())
        .extracting(Event::timestamp)
        .containsExactlyElementsOf(LongStream.rangeClosed(16, 45).boxed().toList());
  }

  @Property(tries = 200)
  void however_events_are_told_the_last_one_is_kept_and_every_gap_can_be_seen(
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 90) Integer> batches) {
    StoredHistory history = NOTHING;
    long all = 0;
    for (int batch : batches) {
      List<Event> waiting = new ArrayList<>();
      for (int i = 0; i < batch; i++) {
        BoundedHistory.add(waiting, event(++all, 1 + all / 50));
      }
      history = BoundedHistory.longer(history, waiting);
      assertThat(history.events()).hasSizeLessThanOrEqualTo(StoredHistory.LIMIT);
      // What happened n-th has the number n, whatever was left out before it.
      assertThat(history.events()).allMatch(event -> event.timestamp() == event.sequence());
      assertThat(history.events().get(history.events().size() - 1).sequence()).isEqualTo(all);
    }
  }

  @Test
  void large_events_are_bounded_in_bytes_and_the_newest_is_kept() {
    StoredHistory history = NOTHING;
    for (int i = 1; i <= 40; i++) {
      Event large =
          new Event(
              i,
              1,
              Reports.report(Goal.START, State.RUNNING, 7, Map.of("LARGE", "x".repeat(60_000))));
      history = BoundedHistory.longer(history, List.of(large));
      assertThat(Stored.bytes(history).length).isLessThanOrEqualTo(256 * 1024);
      assertThat(history.events().get(history.events().size() - 1).sequence()).isEqualTo(i);
    }
    assertThat(history.events().get(0).sequence()).isEqualTo(1);
  }

  private static Event event(long timestamp, long generation) {
    State state = timestamp % 2 == 0 ? State.RUNNING : State.EXITED;
    return new Event(timestamp, 1, Reports.report(Goal.START, state, generation, Map.of()));
  }
}
