package io.helios.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final WorkQueue<String> queue = new WorkQueue<>(clock);

  @Test
  void what_is_due_later_waits_for_its_time() {
    queue.addAt("a", now.plusSeconds(30));
    assertThat(queue.poll()).isEmpty();
    now = now.plusSeconds(30);
    assertThat(queue.poll()).contains("a");
  }

  @Test
  void a_clock_that_is_set_back_by_little_holds_nothing_up() throws Exception {
    queue.addAt("a", now.plusSeconds(30));
    now = now.minus(Duration.ofMinutes(1));
    queue.await();
    assertThat(queue.poll()).contains("a");
  }

  @Test
  void a_clock_that_jumps_forward_makes_everything_due() {
    queue.addAt("a", now.plusSeconds(30));
    now = now.plus(Duration.ofDays(400));
    assertThat(queue.poll()).contains("a");
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_holds_nothing_up() throws Exception {
    queue.addAt("a", now.plusSeconds(30));
    now = now.minus(Duration.ofHours(1));
    queue.await();
    assertThat(queue.poll()).contains("a");
  }
}
