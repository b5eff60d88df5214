package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.status.StatusDeriver;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
  private static final Duration GROWS_TO = Duration.ofSeconds(30);
  private final World world = new World(1, false);

  /** Takes steps and waits until a container has been started. */
  private Duration untilStarted() {
    Instant begin = world.now;
    for (int i = 0; i < 20; i++) {
      Step step = World.PLANNER.next(world.situation());
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
        if (step instanceof Step.Start) {
          return Duration.between(begin, world.now);
        }
      }
    }
    throw new AssertionError("nothing was started: " + world.situation());
  }

  /** Registers its services, after which a container that runs is called so. */
  private Step registered() {
    Step step = World.PLANNER.next(world.situation());
    while (step instanceof Step.Register) {
      world.carryOut(step, false);
      step = World.PLANNER.next(world.situation());
    }
    return step;
  }

  /** What can be removed meanwhile is; returns the wait that is left. */
  private Step.Wait untilWaiting() {
    Step step = World.PLANNER.next(world.situation());
    while (!(step instanceof Step.Wait)) {
      assertThat(step).isInstanceOf(Step.Remove.class);
      world.carryOut(step, false);
      step = World.PLANNER.next(world.situation());
    }
    return (Step.Wait) step;
  }

  /** Waits between ends and starts; the agent sees each run only when it is over. */
  private List<Duration> waitsAfterRunsOf(Duration run, int times) {
    List<Duration> waits = new ArrayList<>();
    untilStarted();
    for (int i = 0; i < times; i++) {
      world.now = world.now.plus(run);
      world.endAll(3);
      waits.add(untilStarted());
    }
    return waits;
  }

  @Test
  void the_wait_of_a_container_that_ends_at_once_grows_up_to_a_limit() {
    List<Duration> waits = waitsAfterRunsOf(Duration.ofMillis(5), 14);
    assertThat(waits.get(0)).isLessThan(Duration.ofSeconds(1));
    assertThat(waits.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(waits.get(13)).isBetween(GROWS_TO, GROWS_TO.plusSeconds(1));
    for (int i = 2; i < waits.size(); i++) {
      assertThat(waits.get(i)).isGreaterThanOrEqualTo(waits.get(i - 1));
    }
    TaskReport report = StatusDeriver.status(world.situation());
    assertThat(report.throttled()).isEqualTo(ThrottleState.FLAPPING);
    assertThat(report.restarts()).isEqualTo(14);
  }

  @Test
  void a_container_that_dies_before_its_check_has_passed_counts_by_how_long_it_ran() {
    World checked = new World(1, true);
    checked.healthy = false;
    for (int i = 0; i < 300 && checked.history.runs().restarts() < 12; i++) {
      Step step = World.PLANNER.next(checked.situation());
      if (step instanceof Step.Wait wait) {
        checked.now = wait.until();
      } else {
        checked.carryOut(step, false);
        if (step instanceof Step.Probe) {
          checked.endAll(1);
        }
      }
    }
    assertThat(checked.history.runs().restarts()).isEqualTo(12);
    assertThat(checked.history.runs().lasted()).allMatch(ran -> ran.toSeconds() < 2);
    assertThat(StatusDeriver.status(checked.situation()).throttled())
        .isEqualTo(ThrottleState.FLAPPING);
  }

  @Test
  void after_a_good_run_the_next_restart_is_immediate() {
    waitsAfterRunsOf(Duration.ofMillis(5), 8);
    world.now = world.now.plus(Duration.ofMinutes(2));
    world.endAll(3);
    assertThat(untilStarted()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void a_task_that_flapped_and_runs_on_is_no_longer_called_so() {
    waitsAfterRunsOf(Duration.ofMillis(5), 12);
    assertThat(StatusDeriver.status(world.situation()).throttled())
        .isEqualTo(ThrottleState.FLAPPING);
    world.now = ((Step.Wait) registered()).until();
    TaskReport report = StatusDeriver.status(world.situation());
    assertThat(report.throttled()).isEqualTo(ThrottleState.NO);
    assertThat(report.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void a_held_back_restart_says_why_and_until_when() {
    waitsAfterRunsOf(Duration.ofMillis(5), 12);
    world.endAll(3);
    TaskReport report = StatusDeriver.status(world.situation());
    assertThat(report.state()).isEqualTo(State.EXITED);
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.restarts()).isEqualTo(13);
    assertThat(report.nextTry()).isEqualTo(world.now.plus(GROWS_TO).toEpochMilli());
    assertThat(report.containerError()).isEqualTo("the container exited with code 3");
  }

  @Test
  void a_stop_does_not_wait_for_the_next_try() {
    waitsAfterRunsOf(Duration.ofMillis(5), 12);
    world.endAll(3);
    assertThat(untilWaiting().until()).isAfter(world.now);
    world.demand(Goal.STOP);
    assertThat(StatusDeriver.status(world.situation()).state()).isEqualTo(State.STOPPED);
    world.demand(Goal.UNDEPLOY);
    assertThat(World.PLANNER.next(world.situation())).isInstanceOf(Step.Remove.class);
  }

  @Test
  void a_restarted_agent_neither_forgets_the_wait_nor_counts_an_exit_twice() {
    waitsAfterRunsOf(Duration.ofMillis(5), 12);
    world.endAll(3);
    TaskReport before = StatusDeriver.status(world.situation());
    world.restartAgent();
    assertThat(StatusDeriver.status(world.situation())).isEqualTo(before);
    assertThat(untilWaiting()).isEqualTo(new Step.Wait(Instant.ofEpochMilli(before.nextTry())));
  }

  @Test
  void an_exit_while_no_agent_ran_counts_by_how_long_the_container_had_run() {
    waitsAfterRunsOf(Duration.ofMillis(5), 12);
    world.restartAgent();
    world.endAll(3);
    TaskReport report = StatusDeriver.status(world.situation());
    assertThat(report.restarts()).isEqualTo(13);
    assertThat(report.throttled()).isEqualTo(ThrottleState.FLAPPING);
    assertThat(report.nextTry()).isNotNull();
  }

  @Test
  void of_a_failed_start_the_error_is_told_and_gone_after_the_next_good_one() {
    Step start = World.PLANNER.next(world.situation());
    while (!(start instanceof Step.Start)) {
      world.carryOut(start, false);
      start = World.PLANNER.next(world.situation());
    }
    world.history =
        world.history.after(
            start,
            new Outcome.Failed(
                io.helios.agent.runtime.RuntimeFailure.Kind.REFUSED, "no such command"),
            world.now);
    TaskReport failed = StatusDeriver.status(world.situation());
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.containerError()).isEqualTo("no such command");
    assertThat(failed.nextTry()).isGreaterThan(world.now.toEpochMilli());
    world.restartAgent();
    assertThat(StatusDeriver.status(world.situation()).containerError())
        .isEqualTo("no such command");
    untilStarted();
    registered();
    TaskReport recovered = StatusDeriver.status(world.situation());
    assertThat(recovered.state()).isEqualTo(State.RUNNING);
    assertThat(recovered.containerError()).isEmpty();
    assertThat(recovered.nextTry()).isNull();
  }

  @Test
  void an_exit_for_want_of_memory_is_told_as_such() {
    untilStarted();
    Observed container = List.copyOf(world.containers.values()).get(0);
    world.containers.put(container.id(), world.killedForMemory(container));
    TaskReport report = StatusDeriver.status(world.situation());
    assertThat(report.exitCode()).isEqualTo(137);
    assertThat(report.oomKilled()).isTrue();
    assertThat(world.containers.get(container.id()).phase()).isEqualTo(Phase.EXITED);
  }
}
