package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.status.StatusDeriver;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Liveness;
import io.helios.model.task.Goal;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HealthProperties {
  private static final int STEPS = 80;

  @Provide
  Arbitrary<Liveness> paces() {
    Arbitrary<Integer> intervals = Arbitraries.integers().between(1, 600).injectNull(0.3);
    Arbitrary<Integer> retries = Arbitraries.integers().between(1, 5).injectNull(0.3);
    Arbitrary<Integer> periods = Arbitraries.integers().between(0, 300).injectNull(0.5);
    Arbitrary<Boolean> restart = Arbitraries.of(true, false).injectNull(0.2);
    return Combinators.combine(intervals, retries, periods, restart)
        .as((interval, count, period, again) -> new Liveness(interval, 1, count, period, again));
  }

  @Provide
  Arbitrary<HealthCheck> checks() {
    Arbitrary<HealthCheck> kinds =
        Arbitraries.of(
            new HealthCheck.Exec(List.of("true")), new HealthCheck.Docker(Liveness.DEFAULT));
    return Combinators.combine(kinds, paces()).as(HealthCheck::with);
  }

  /** What a bystander knows: which containers passed, and how often each failed since. */
  private static final class Bystander {
    final Set<ContainerId> passed = new HashSet<>();
    final Map<ContainerId, Integer> failed = new HashMap<>();
    final World world;
    final Liveness pace;

    Bystander(World world) {
      this.world = world;
      this.pace = world.job.healthCheck().liveness();
    }

    /** The engine's own check is seen by whoever looks. */
    void sees(Situation s) {
      for (Observed c : s.containers()) {
        if (c.health() != null) {
          heard(c, world.healthy);
        }
      }
    }

    void heard(Observed c, boolean good) {
      if (good) {
        passed.add(c.id());
        failed.remove(c.id());
      } else if (passed.contains(c.id()) || isOver(c)) {
        failed.merge(c.id(), c.health() == null ? 1 : retries(), Integer::sum);
      }
    }

    boolean isOver(Observed c) {
      return pace.startPeriod() != null
          && !world.now.isBefore(c.startedAt().plusSeconds(pace.startPeriod()));
    }

    int retries() {
      return pace.retries() == null ? 3 : pace.retries();
    }

    boolean mayBeReplaced(ContainerId id) {
      return Boolean.TRUE.equals(pace.restart()) && failed.getOrDefault(id, 0) >= retries();
    }
  }

  /** Looked at before each step of a random history in which only the check's answers vary. */
  private interface Look {
    void at(Bystander bystander, Situation situation, Step step);
  }

  private static World live(long seed, HealthCheck check, Look look) {
    World world = new World(seed, check);
    Bystander bystander = new Bystander(world);
    for (int i = 0; i < STEPS; i++) {
      if (world.random.nextInt(4) == 0) {
        world.healthy = world.random.nextBoolean();
      }
      Situation situation = world.situation();
      bystander.sees(situation);
      Step step = World.PLANNER.next(situation);
      look.at(bystander, situation, step);
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
        if (step instanceof Step.Probe probe) {
          bystander.heard(probe.container(), world.healthy);
        }
      }
    }
    return world;
  }

  @Property
  void a_container_is_replaced_only_as_the_job_allows(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    live(
        seed,
        check,
        (bystander, s, step) -> {
          if (step instanceof Step.Stop stop) {
            assertThat(bystander.mayBeReplaced(stop.id())).isTrue();
          }
        });
  }

  @Property
  void a_slow_starter_is_left_alone_within_its_start_period(
      @ForAll long seed, @ForAll("paces") Liveness pace) {
    World world = new World(seed, new HealthCheck.Exec(List.of("true")).with(pace));
    world.healthy = false;
    Instant begin = world.now;
    for (int i = 0; i < STEPS; i++) {
      Situation situation = world.situation();
      Step step = World.PLANNER.next(situation);
      boolean over =
          pace.startPeriod() != null && !world.now.isBefore(begin.plusSeconds(pace.startPeriod()));
      if (!over) {
        assertThat(step).isNotInstanceOf(Step.Stop.class);
        assertThat(StatusDeriver.status(situation).health()).isNotEqualTo(HealthState.UNHEALTHY);
      }
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
  }

  @Property
  void running_is_never_said_of_a_container_that_has_not_passed(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    live(
        seed,
        check,
        (bystander, s, step) -> {
          TaskReport report = StatusDeriver.status(s);
          if (report.state() == State.RUNNING || report.health() == HealthState.HEALTHY) {
            assertThat(bystander.passed)
                .extracting(ContainerId::value)
                .contains(report.containerId());
          }
        });
  }

  @Property
  void a_container_that_passed_stays_running_until_it_is_replaced(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    live(
        seed,
        check,
        (bystander, s, step) -> {
          TaskReport report = StatusDeriver.status(s);
          for (ContainerId id : bystander.passed) {
            boolean here =
                s.containers().stream()
                    .anyMatch(c -> c.id().equals(id) && c.phase() == Observed.Phase.RUNNING);
            if (here) {
              assertThat(report.state()).isIn(State.RUNNING, State.STOPPING);
              assertThat(report.state() == State.STOPPING).isEqualTo(bystander.mayBeReplaced(id));
            }
          }
        });
  }

  @Property
  void unhealthy_is_said_after_as_many_failures_as_the_job_names(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    live(
        seed,
        check,
        (bystander, s, step) -> {
          TaskReport report = StatusDeriver.status(s);
          if (report.health() != null) {
            int failed = bystander.failed.getOrDefault(new ContainerId(report.containerId()), 0);
            assertThat(report.health() == HealthState.UNHEALTHY)
                .isEqualTo(failed >= bystander.retries());
            assertThat(report.health() == HealthState.UNHEALTHY && report.healthReason() == null)
                .isFalse();
          }
        });
  }

  @Property
  void each_replacement_counts_as_an_exit_and_says_why(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    Map<ContainerId, Integer> stops = new HashMap<>();
    World world =
        live(
            seed,
            check,
            (bystander, s, step) -> {
              assertThat(s.history().runs().restarts())
                  .isEqualTo(
                      stops.keySet().stream()
                          .filter(
                              id ->
                                  s.containers().stream()
                                      .noneMatch(
                                          c ->
                                              c.id().equals(id)
                                                  && c.phase() == Observed.Phase.RUNNING))
                          .count());
              if (step instanceof Step.Stop stop) {
                stops.merge(stop.id(), 1, Integer::sum);
              }
              TaskReport report = StatusDeriver.status(s);
              if (report.state() == State.EXITED) {
                assertThat(report.containerError())
                    .isEqualTo("stopped because it was unhealthy: not yet");
              }
            });
    assertThat(world.running()).isLessThanOrEqualTo(1);
  }

  @Property
  void it_is_called_healthy_once_its_check_passes_again(
      @ForAll long seed, @ForAll("checks") HealthCheck check) {
    World world = live(seed, check, (bystander, s, step) -> {});
    world.healthy = true;
    for (int i = 0; i < STEPS; i++) {
      Situation situation = world.situation();
      Step step = World.PLANNER.next(situation);
      TaskReport report = StatusDeriver.status(situation);
      if (report.state() == State.RUNNING && report.health() == HealthState.HEALTHY) {
        return;
      }
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else {
        world.carryOut(step, false);
      }
    }
    throw new AssertionError("still not healthy: " + world.situation());
  }

  @Property
  void a_healthy_container_is_probed_once_per_interval(
      @ForAll long seed, @ForAll("paces") Liveness pace) {
    World world = new World(seed, new HealthCheck.Exec(List.of("true")).with(pace));
    long interval = pace.interval() == null ? 30 : pace.interval();
    Instant last = null;
    for (int i = 0; i < STEPS; i++) {
      Step step = World.PLANNER.next(world.situation());
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
        continue;
      }
      if (step instanceof Step.Probe) {
        if (last != null) {
          Duration between = Duration.between(last, world.now);
          assertThat(between)
              .isBetween(Duration.ofSeconds(interval), Duration.ofSeconds(interval + 1));
        }
        last = world.now;
      }
      world.carryOut(step, false);
    }
    assertThat(last).isNotNull();
  }

  @Property
  void an_engine_that_does_not_answer_is_not_held_against_a_container(
      @ForAll long seed, @ForAll("paces") Liveness pace) {
    World world = new World(seed, new HealthCheck.Exec(List.of("true")).with(pace));
    boolean running = false;
    for (int i = 0; i < STEPS; i++) {
      Situation situation = world.situation();
      TaskReport report = StatusDeriver.status(situation);
      running |= report.state() == State.RUNNING;
      assertThat(report.health()).isNotEqualTo(HealthState.UNHEALTHY);
      assertThat(running && report.state() != State.RUNNING).isFalse();
      Step step = World.PLANNER.next(situation);
      if (step instanceof Step.Wait wait) {
        world.now = wait.until();
      } else if (step instanceof Step.Probe && running) {
        world.history =
            world.history.after(step, new Outcome.Failed(Kind.UNAVAILABLE, "away"), world.now);
      } else {
        world.carryOut(step, false);
      }
    }
    assertThat(running).isTrue();
  }

  @Property
  void nobody_is_probed_unless_he_is_meant_to_run(
      @ForAll long seed, @ForAll("checks") HealthCheck check, @ForAll Goal goal) {
    World world = live(seed, check, (bystander, s, step) -> {});
    world.demand(goal);
    Step step = World.PLANNER.next(world.situation());
    assertThat(step instanceof Step.Probe && goal != Goal.START).isFalse();
    assertThat(step instanceof Step.Probe && check instanceof HealthCheck.Docker).isFalse();
  }
}
