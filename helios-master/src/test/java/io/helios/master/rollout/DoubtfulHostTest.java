package io.helios.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host on which the job runs already when the rollout comes to it. */
class DoubtfulHostTest {
  private static final int RESTARTS = 3;

  private final FleetModel fleet =
      new FleetModel(RolloutOptions.newBuilder().setMinHealthy(10).build()).host("h1");

  private void runs(State state, int restarts) {
    FleetModel.Machine machine = fleet.at("h1");
    machine.deployments.clear();
    machine.reports.clear();
    machine.deployments.put(FleetModel.NEW, 7L);
    machine.reports.put(FleetModel.NEW, report(state, restarts));
  }

  private static TaskReport report(State state, int restarts) {
    return new TaskReport(
        Goal.START,
        state,
        "c0ffee",
        ThrottleState.NO,
        Map.of(),
        Map.of(),
        "",
        7L,
        null,
        null,
        restarts,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void counts_at_once_if_its_container_is_the_first_of_its_deployment() {
    runs(State.RUNNING, 0);

    fleet.settle();

    assertThat(fleet.state()).isEqualTo(RolloutState.SUCCEEDED);
  }

  @Test
  void has_to_stay_healthy_first_if_its_container_was_started_again() {
    runs(State.RUNNING, RESTARTS);

    fleet.settle();
    assertThat(fleet.state()).isEqualTo(RolloutState.ROLLING_OUT);
    assertThat(fleet.counts().moving()).isEqualTo(1);
    fleet.now = fleet.now.plusSeconds(10);
    fleet.settle();

    assertThat(fleet.state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(fleet.records.get(new HostName("h1")).state()).isEqualTo(HostOutcome.State.DONE);
  }

  @Test
  void need_not_take_deployments_to_stay_healthy() {
    runs(State.RUNNING, RESTARTS);
    fleet.at("h1").cordoned = true;

    fleet.settle();
    fleet.now = fleet.now.plusSeconds(10);
    fleet.settle();

    assertThat(fleet.state()).isEqualTo(RolloutState.SUCCEEDED);
    assertThat(fleet.records.get(new HostName("h1")).state()).isEqualTo(HostOutcome.State.DONE);
  }

  @Test
  void fails_if_its_container_keeps_being_started_again() {
    runs(State.RUNNING, RESTARTS);
    fleet.settle();

    for (int i = 1; fleet.state() == RolloutState.ROLLING_OUT && i < 100; i++) {
      runs(i % 2 == 0 ? State.RUNNING : State.EXITED, RESTARTS + i);
      fleet.now = fleet.now.plusSeconds(5);
      fleet.settle();
    }

    assertThat(fleet.state()).isEqualTo(RolloutState.FAILED);
  }
}
