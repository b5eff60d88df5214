package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockSetBackTest {
  @Test
  void a_wait_that_the_clock_has_made_long_is_over() {
    World world = new World(1, false);
    Step pull = TaskPlanner.next(world.situation());
    world.history = world.history.after(pull, new Outcome.Failed(Kind.BROKEN, "x"), world.now);
    assertThat(TaskPlanner.next(world.situation())).isInstanceOf(Step.Wait.class);
    world.now = world.now.minus(Duration.ofHours(1));
    assertThat(TaskPlanner.next(world.situation())).isInstanceOf(Step.FindImage.class);
  }
}
