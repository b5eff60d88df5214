package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.status.StatusDeriver;
import io.helios.model.task.Goal;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TaskPlannerProperties {
  private static final int STEPS = 60;

  /** Looked at before each step of a random history. */
  private interface Look {
    void at(World world, Situation situation, Step step);
  }

  private static World live(long seed, boolean checked, Look look) {
    World world = new World(seed, checked);
    for (int i = 0; i < STEPS; i++) {
      if (world.random.nextInt(4) == 0) {
        world.misfortune();
      }
      Situation situation = world.situation();
      Step step = World.PLANNER.next(situation);
      look.at(world, situation, step);
      if (step instanceof Step.Wait wait) {
        world.now = world.random.nextBoolean() ? wait.until() : world.now.plusMillis(100);
      } else {
        world.carryOut(step, true);
      }
    }
    return world;
  }

  @Property
  void there_are_never_two_running_containers(@ForAll long seed, @ForAll boolean checked) {
    live(seed, checked, (world, s, step) -> assertThat(world.running()).isLessThanOrEqualTo(1));
  }

  @Property
  void the_same_situation_always_gets_the_same_step(@ForAll long seed, @ForAll boolean checked) {
    live(seed, checked, (world, s, step) -> assertThat(World.PLANNER.next(s)).isEqualTo(step));
  }

  @Property
  void a_wait_always_ends_later_than_now(@ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Wait wait) {
            assertThat(wait.until()).isAfter(s.now());
          }
        });
  }

  @Property
  void nothing_is_made_or_started_unless_the_goal_is_start(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (s.demand().goal() != Goal.START) {
            assertThat(step)
                .isNotInstanceOfAny(
                    Step.FindImage.class,
                    Step.Pull.class,
                    Step.Create.class,
                    Step.Start.class,
                    Step.Probe.class);
          }
        });
  }

  @Property
  void only_what_does_not_run_is_removed(@ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Remove remove) {
            assertThat(world.containers.get(remove.id()).phase()).isNotEqualTo(Phase.RUNNING);
          }
          if (step instanceof Step.Forget) {
            assertThat(world.containers).isEmpty();
          }
        });
  }

  @Property
  void a_container_as_new_as_the_demand_to_start_is_never_stopped(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Stop stop && s.demand().goal() == Goal.START) {
            assertThat(world.containers.get(stop.id()).task().generation())
                .isLessThan(s.demand().generation());
          }
        });
  }

  @Property
  void a_container_newer_than_the_order_outlives_it(@ForAll Goal goal) {
    World world = new World(1, false);
    Observed newer = world.add(Phase.RUNNING, 9, 1);
    world.demand = new Demand(world.job, goal, 5, false);
    for (int i = 0; i < STEPS; i++) {
      Step step = World.PLANNER.next(world.situation());
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
    assertThat(world.containers.get(newer.id()).phase()).isEqualTo(Phase.RUNNING);
    assertThat(world.forgotten).isFalse();
  }

  @Property
  void no_failed_step_is_tried_again_before_its_time(@ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          boolean starts =
              step instanceof Step.FindImage
                  || step instanceof Step.Pull
                  || step instanceof Step.Create
                  || step instanceof Step.Start;
          boolean ends =
              step instanceof Step.Stop
                  || step instanceof Step.Remove
                  || step instanceof Step.Forget;
          Instant due =
              starts
                  ? s.history().startNotBefore()
                  : ends ? s.history().endNotBefore() : Instant.EPOCH;
          assertThat(due).isBeforeOrEqualTo(s.now());
        });
  }

  @Property
  void a_checked_task_is_called_running_only_after_its_check_passed(@ForAll long seed) {
    World world = new World(seed, true);
    world.healthy = false;
    for (int i = 0; i < STEPS; i++) {
      Situation situation = world.situation();
      assertThat(StatusDeriver.status(situation).state()).isNotEqualTo(State.RUNNING);
      Step step = World.PLANNER.next(situation);
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
    assertThat(world.running()).isEqualTo(1);
    world.healthy = true;
    world.now = world.now.plus(TaskPlanner.IDLE); // the longest wait between two probes
    assertThat(settle(world)).isEqualTo(State.RUNNING);
  }

  @Property
  void any_goal_is_reached_once_the_faults_stop(
      @ForAll long seed, @ForAll boolean checked, @ForAll Goal goal) {
    World world = live(seed, checked, (w, s, step) -> {});
    world.healthy = true;
    world.demand(goal);
    State reached = settle(world);
    switch (goal) {
      case START -> {
        assertThat(reached).isEqualTo(State.RUNNING);
        assertThat(world.registry)
            .containsExactly(world.situation().current(world.demand).orElseThrow().id());
      }
      case STOP -> {
        assertThat(reached).isEqualTo(State.STOPPED);
        assertThat(world.running()).isZero();
        assertThat(world.registry).isEmpty();
      }
      case UNDEPLOY -> {
        assertThat(world.containers).isEmpty();
        assertThat(world.forgotten).isTrue();
        assertThat(world.registry).isEmpty();
      }
    }
  }

  @Property
  void no_container_is_called_running_before_its_services_were_registered(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (StatusDeriver.status(s).state() == State.RUNNING) {
            assertThat(world.everRegistered).contains(s.current(s.demand()).orElseThrow().id());
          }
        });
  }

  @Property
  void no_container_is_stopped_before_it_was_tried_to_withdraw_it(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Stop stop && world.registry.contains(stop.id())) {
            assertThat(world.withdrawn).containsKey(stop.id());
          }
        });
  }

  @Property
  void a_withdrawn_container_runs_on_for_the_grace_period(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Stop stop && world.withdrawn.containsKey(stop.id())) {
            assertThat(world.withdrawn.get(stop.id()).plusSeconds(World.GRACE_SECONDS))
                .isBeforeOrEqualTo(s.now());
          }
        });
  }

  @Property
  void what_is_known_to_be_registered_is_not_registered_again(
      @ForAll long seed, @ForAll boolean checked) {
    live(
        seed,
        checked,
        (world, s, step) -> {
          if (step instanceof Step.Register register) {
            assertThat(s.discovery().registered()).isNotEqualTo(register.container().id());
            assertThat(world.registry)
                .as("only one container of a task is registered")
                .allMatch(id -> id.equals(register.container().id()));
          }
        });
  }

  @Property
  void a_registrar_that_never_works_keeps_no_container_from_starting_or_ending(
      @ForAll long seed, @ForAll boolean checked, @ForAll Goal goal) {
    World world = live(seed, checked, (w, s, step) -> {});
    world.healthy = true;
    world.registrarWorks = false;
    world.demand(goal);
    for (int i = 0; i < STEPS * 2 && !world.forgotten; i++) {
      Step step = World.PLANNER.next(world.situation());
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
    assertThat(world.running()).isEqualTo(goal == Goal.START ? 1 : 0);
    assertThat(world.forgotten).isEqualTo(goal == Goal.UNDEPLOY);
    if (goal == Goal.START) {
      assertThat(StatusDeriver.status(world.situation()).registrationError())
          .isEqualTo("by chance");
    }
  }

  @Property
  void copies_are_stopped_and_the_newest_is_kept(@ForAll long seed) {
    World world = new World(seed, false);
    List<Observed> copies = new ArrayList<>();
    for (int attempt = 1; attempt <= 4; attempt++) {
      copies.add(world.add(Phase.RUNNING, 1, attempt));
    }
    settle(world);
    assertThat(Optional.of(world.containers.get(copies.get(3).id()).phase()))
        .contains(Phase.RUNNING);
    assertThat(world.running()).isEqualTo(1);
    assertThat(world.containers).hasSizeLessThanOrEqualTo(2);
  }

  @Property
  void of_the_ended_containers_the_newest_are_kept_as_many_as_wanted(
      @ForAll @IntRange(max = 4) int kept, @ForAll @IntRange(max = 6) int ended) {
    World world = new World(1, false);
    world.add(Phase.RUNNING, 2, 1);
    for (int attempt = 1; attempt <= ended; attempt++) {
      world.add(Phase.EXITED, 1, attempt);
    }
    TaskPlanner planner = new TaskPlanner(kept);
    Step step = planner.next(world.situation());
    while (!(step instanceof Step.Wait)) {
      world.carryOut(step, false);
      step = planner.next(world.situation());
    }
    assertThat(world.running()).isEqualTo(1);
    assertThat(world.situation().in(Phase.EXITED))
        .extracting(c -> c.task().attempt())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(Math.max(0, ended - kept) + 1, ended).boxed().toList());
  }

  /** Only the next probe is waited for. */
  private static boolean isWell(Situation situation) {
    TaskReport report = StatusDeriver.status(situation);
    return report.state() == State.RUNNING
        && report.health() == HealthState.HEALTHY
        && report.verified() == null
        && situation.history().health().failures() == 0;
  }

  /** Without faults, until nothing is left to do; fails if that takes too many steps. */
  private static State settle(World world) {
    for (int i = 0; i < STEPS; i++) {
      Situation situation = world.situation();
      Step step = World.PLANNER.next(situation);
      if (step instanceof Step.Forget) {
        world.carryOut(step, false);
        world.demand = null; // What may still be registered is withdrawn all the same.
        continue;
      }
      if (step instanceof Step.Wait wait) {
        if (wait.until().equals(situation.now().plus(TaskPlanner.IDLE))
            || (world.job.healthCheck() != null && isWell(situation))) {
          return StatusDeriver.status(situation).state();
        }
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
    throw new AssertionError("not settled: " + world.situation());
  }
}
