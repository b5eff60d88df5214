package io.helios.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.State;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random fleets, options and faults. The world is drawn from one seed, so that a failure is told by
 * it.
 */
class RolloutPlannerProperties {
  private static final int STEPS = 400;

  /** A rollout in a world where things go wrong for a while, and then no more. */
  private static final class World {
    final Random random;
    final FleetModel fleet;
    final int parallelism;

    World(long seed) {
      random = new Random(seed);
      parallelism = 1 + random.nextInt(4);
      RolloutOptions options =
          RolloutOptions.newBuilder()
              .setParallelism(parallelism)
              .setTimeout(60L)
              .setOverlap(random.nextInt(3) == 0)
              .setMinHealthy(random.nextBoolean() ? null : Integer.valueOf(10))
              .setMaxFailures(List.of("0", "1", "30%", "100%").get(random.nextInt(4)))
              .setRollbackOnFailure(random.nextInt(3) == 0 ? true : null)
              .setCanary(random.nextInt(3) == 0 ? "2" : null)
              .setAutoPromote(true)
              .setSoak(random.nextBoolean() ? null : Integer.valueOf(20))
              .build();
      fleet = new FleetModel(options);
      int hosts = 1 + random.nextInt(8);
      for (int i = 0; i < hosts; i++) {
        fleet.host("h" + i);
        FleetModel.Machine machine = fleet.at("h" + i);
        machine.clashes = random.nextInt(3) == 0;
        machine.cordoned = random.nextInt(8) == 0;
        if (random.nextInt(8) == 0) {
          machine.up = false;
          machine.excused = true;
        }
      }
    }

    String anyHost() {
      return "h" + random.nextInt(fleet.machines.size());
    }

    void happen(boolean faults) {
      String host = anyHost();
      FleetModel.Machine machine = fleet.at(host);
      switch (random.nextInt(faults ? 12 : 6)) {
        case 0, 1, 2, 3 ->
            fleet.works(
                host,
                faults && random.nextInt(4) == 0
                    ? List.of(State.FAILED, State.EXITED, State.PULLING_IMAGE)
                        .get(random.nextInt(3))
                    : State.RUNNING);
        case 4, 5 -> fleet.now = fleet.now.plusSeconds(1 + random.nextInt(30));
        case 6 -> {
          machine.up = !machine.up;
          machine.excused = true;
        }
        case 7 -> machine.cordoned = !machine.cordoned;
        case 8 -> {
          machine.member = !machine.member;
          machine.excused = true;
        }
        case 9 -> {
          machine.deployments.remove(FleetModel.NEW);
          machine.excused = true;
        }
        default -> {}
      }
    }

    /** Hosts without a healthy instance because of the rollout, those that failed left out. */
    long down() {
      return fleet.machines.entrySet().stream()
          .filter(entry -> entry.getValue().takenDown && !entry.getValue().excused)
          .filter(
              entry -> {
                HostProgress record = fleet.records.get(new HostName(entry.getKey()));
                return record == null
                    || (record.state() != HostOutcome.State.FAILED && !entry.getValue().wasSick);
              })
          .count();
    }
  }

  @Property(tries = 1000)
  void never_more_hosts_than_allowed_are_without_a_healthy_instance_because_of_the_rollout(
      @ForAll long seed) {
    World world = new World(seed);
    for (int i = 0; i < STEPS && !world.fleet.state().ended(); i++) {
      world.fleet.settle();
      if (!world.fleet.progress.back()) {
        long allowed = world.parallelism;
        assertThat(world.down()).as("step %d", i).isLessThanOrEqualTo(allowed);
        if (world.fleet.options.overlap()
            && world.fleet.machines.values().stream().noneMatch(it -> it.clashes)) {
          assertThat(world.down()).as("with overlap, step %d", i).isZero();
        }
      }
      world.happen(true);
    }
  }

  @Property(tries = 1000)
  void planning_again_after_the_moves_changes_nothing(@ForAll long seed) {
    World world = new World(seed);
    for (int i = 0; i < STEPS && !world.fleet.state().ended(); i++) {
      Plan plan = world.fleet.plan();
      RolloutState before = world.fleet.state();
      world.fleet.apply(plan);
      if (plan.after().state() == before) {
        assertThat(world.fleet.plan().moves()).as("step %d after %s", i, plan).isEmpty();
      }
      world.fleet.settle();
      world.happen(true);
    }
  }

  @Property(tries = 1000)
  void it_ends_once_faults_end_and_nothing_is_moved_after_that(@ForAll long seed) {
    World world = new World(seed);
    for (int i = 0; i < 50; i++) {
      world.fleet.settle();
      world.happen(true);
    }
    for (int i = 0; i < 10_000 && !world.fleet.state().ended(); i++) {
      world.fleet.settle();
      world.happen(false);
    }
    assertThat(world.fleet.state().ended()).as(world.fleet.progress.toString()).isTrue();
    for (int i = 0; i < 20; i++) {
      world.happen(true);
      Plan plan = world.fleet.plan();
      assertThat(plan.isEmpty()).isTrue();
      assertThat(plan.wakeAt()).isNull();
    }
  }

  @Property(tries = 500)
  void a_host_that_nobody_hears_of_again_holds_the_rollout_no_longer_than_its_time(
      @ForAll long seed) {
    World world = new World(seed);
    // Every agent falls silent; only time passes, always up to the moment that was asked for.
    for (int i = 0; i < 200 && !world.fleet.state().ended(); i++) {
      world.fleet.settle();
      Plan plan = world.fleet.plan();
      if (!world.fleet.state().ended()) {
        assertThat(plan.wakeAt()).as(world.fleet.progress.toString()).isNotNull();
        world.fleet.now = plan.wakeAt();
      }
    }
    assertThat(world.fleet.state().ended()).isTrue();
  }
}
