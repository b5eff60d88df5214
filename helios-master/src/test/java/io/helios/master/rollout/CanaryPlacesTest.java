package io.helios.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutState;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.State;
import org.junit.jupiter.api.Test;

/** Who takes the places of canaries. */
class CanaryPlacesTest {
  private final FleetModel fleet =
      new FleetModel(RolloutOptions.newBuilder().setParallelism(4).setCanary("2").build())
          .host("h1")
          .host("h2")
          .host("h3");

  /** h2 is done and h3 is being moved; h1 had to stay aside and need not any more. */
  private void moveTwoCanaries() {
    fleet.at("h1").cordoned = true;
    fleet.settle();
    fleet.works("h2", State.RUNNING);
    fleet.settle();
    fleet.at("h1").cordoned = false;
  }

  @Test
  void a_host_has_to_wait_while_all_places_are_taken() {
    moveTwoCanaries();

    fleet.settle();

    assertThat(fleet.at("h1").deployments).containsOnlyKeys(FleetModel.OLD);
  }

  @Test
  void the_place_of_a_canary_that_left_the_group_is_free_at_once() {
    moveTwoCanaries();
    fleet.at("h2").member = false;

    fleet.apply(fleet.plan());

    assertThat(fleet.at("h2").deployments).isEmpty();
    assertThat(fleet.at("h1").deployments).containsOnlyKeys(FleetModel.NEW);
    assertThat(fleet.plan().moves()).isEmpty();
  }

  @Test
  void a_canary_that_comes_back_takes_its_own_place() {
    moveTwoCanaries();
    fleet.at("h1").cordoned = true;
    fleet.at("h2").member = false;
    fleet.settle();
    fleet.works("h2", State.RUNNING);
    fleet.settle();
    fleet.at("h2").member = true;

    fleet.settle();

    assertThat(fleet.at("h2").deployments).containsOnlyKeys(FleetModel.NEW);
  }

  @Test
  void canaries_that_go_one_after_the_other_are_not_followed_before_they_are_promoted() {
    FleetModel one =
        new FleetModel(RolloutOptions.newBuilder().setParallelism(1).setCanary("2").build())
            .host("h1")
            .host("h2")
            .host("h3");
    one.settle();
    one.works("h1", State.RUNNING);
    one.settle();
    one.works("h2", State.RUNNING);

    one.settle();

    assertThat(one.state()).isEqualTo(RolloutState.AWAITING_PROMOTION);
    assertThat(one.at("h3").deployments).containsOnlyKeys(FleetModel.OLD);
  }

  @Test
  void a_pause_gives_nobody_a_canarys_place() {
    moveTwoCanaries();
    fleet.works("h3", State.RUNNING);
    fleet.settle();
    assertThat(fleet.state()).isEqualTo(RolloutState.AWAITING_PROMOTION);
    RolloutEvent resumed = new RolloutEvent(fleet.now.toEpochMilli(), "ROLLING_OUT", null, "");
    fleet.progress = fleet.progress.turned(RolloutState.ROLLING_OUT, resumed);

    fleet.settle();

    assertThat(fleet.state()).isEqualTo(RolloutState.AWAITING_PROMOTION);
    assertThat(fleet.at("h1").deployments).containsOnlyKeys(FleetModel.OLD);
  }
}
