package io.helios.cli.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimeLeftTest {
  private static final Instant NOW = Instant.ofEpochMilli(100_000);

  private final List<HostOutcome> hosts = new ArrayList<>();

  @Test
  void nothing_is_guessed_before_a_host_is_done() {
    host(HostOutcome.State.MOVING, 99_000L, null);

    assertThat(left(RolloutState.ROLLING_OUT, 1)).isEmpty();
  }

  @Test
  void hosts_to_come_take_as_long_as_those_that_are_done_batch_by_batch() {
    host(HostOutcome.State.DONE, null, 4000L);
    host(HostOutcome.State.DONE, null, 6000L);
    host(HostOutcome.State.TODO, null, null);
    host(HostOutcome.State.TODO, null, null);
    host(HostOutcome.State.TODO, null, null);

    assertThat(left(RolloutState.ROLLING_OUT, 2)).contains(Duration.ofSeconds(10));
    assertThat(left(RolloutState.ROLLING_OUT, 1)).contains(Duration.ofSeconds(15));
  }

  @Test
  void a_host_that_moves_needs_what_is_left_of_its_time_and_never_less_than_nothing() {
    host(HostOutcome.State.DONE, null, 5000L);
    host(HostOutcome.State.VERIFYING, 98_000L, null);
    assertThat(left(RolloutState.ROLLING_OUT, 1)).contains(Duration.ofSeconds(3));

    host(HostOutcome.State.MOVING, 1000L, null);
    assertThat(left(RolloutState.ROLLING_OUT, 1)).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource(
      value = RolloutState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ROLLING_OUT", "ROLLING_BACK"})
  void what_waits_for_people_or_has_ended_has_no_time_left(RolloutState state) {
    host(HostOutcome.State.DONE, null, 5000L);

    assertThat(left(state, 1)).isEmpty();
  }

  private void host(HostOutcome.State state, Long started, Long duration) {
    hosts.add(
        new HostOutcome("h" + hosts.size(), state, null, null, started, null, duration, null));
  }

  private Optional<Duration> left(RolloutState state, int parallelism) {
    return TimeLeft.of(
        new Rollout(
            "r",
            "g",
            state,
            RolloutReason.MANUAL,
            null,
            null,
            new JobId("a", "1", null),
            RolloutOptions.newBuilder().setParallelism(parallelism).build(),
            0,
            null,
            null,
            null,
            null,
            null,
            hosts,
            List.of()),
        NOW);
  }
}
