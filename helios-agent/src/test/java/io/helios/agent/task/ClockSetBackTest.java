package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockSetBackTest {
  @Test
  void a_wait_that_the_clock_has_made_long_is_over() {
    World world = new World(1, false);
    Step pull = World.PLANNER.next(world.situation());
    world.history = world.history.after(pull, new Outcome.Failed(Kind.BROKEN, "x"), world.now);
    assertThat(World.PLANNER.next(world.situation())).isInstanceOf(Step.Wait.class);
    world.now = world.now.minus(Duration.ofHours(1));
    assertThat(World.PLANNER.next(world.situation())).isInstanceOf(Step.Create.class);
  }

  @Test
  void a_wait_is_never_longer_than_was_asked_for_however_the_clock_is_set() {
    for (long seconds = -100_000_000; seconds <= 100_000_000; seconds += 1_234_567) {
      World world = new World(1, false);
      for (int i = 0; i < 40; i++) {
        Step step = World.PLANNER.next(world.situation());
        if (step instanceof Step.Wait wait) {
          assertThat(Duration.between(world.now, wait.until()))
              .isLessThanOrEqualTo(Duration.ofMinutes(2));
          world.now = wait.until();
        } else {
          world.carryOut(step, false);
        }
        if (i % 5 == 4) {
          world.endAll(1);
          world.now = world.now.plusSeconds(seconds);
        }
      }
      assertThat(world.history.runs().restarts()).isGreaterThan(2);
    }
  }
}
