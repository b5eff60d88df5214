package io.helios.model.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.job.HostCount;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvedOptionsTest {
  private static final RolloutOptions.Order ORDER =
      new RolloutOptions.Order("zone", List.of("b", "a"));
  private static final RolloutOptions ALL =
      new RolloutOptions(60L, 5, true, true, "t", true, 10, "10%", true, "2", true, 30, ORDER);

  @Test
  void what_nobody_gives_is_the_default() {
    assertThat(ResolvedOptions.resolve(null, null)).isEqualTo(ResolvedOptions.DEFAULT);
    assertThat(ResolvedOptions.resolve(RolloutOptions.NONE, RolloutOptions.NONE))
        .isEqualTo(ResolvedOptions.DEFAULT);
  }

  @Test
  void the_job_speaks_where_the_request_is_silent_and_only_there() {
    ResolvedOptions resolved =
        ResolvedOptions.resolve(
            RolloutOptions.newBuilder().setParallelism(9).setOverlap(false).setToken("").build(),
            ALL);

    assertThat(resolved.parallelism()).isEqualTo(9);
    assertThat(resolved.overlap()).isFalse();
    assertThat(resolved.token()).isEmpty();
    assertThat(resolved.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(resolved.migrate()).isTrue();
    assertThat(resolved.minHealthy()).isEqualTo(Duration.ofSeconds(10));
    assertThat(resolved.maxFailures()).isEqualTo(new HostCount(10, true));
    assertThat(resolved.canary()).isEqualTo(new HostCount(2, false));
    assertThat(resolved.order()).isEqualTo(ORDER);
  }

  @Test
  void what_a_group_carries_resolves_to_the_same_again() {
    ResolvedOptions all = ResolvedOptions.resolve(ALL, null);

    assertThat(all.toWire()).isEqualTo(ALL);
    assertThat(ResolvedOptions.resolve(all.toWire(), null)).isEqualTo(all);
    assertThat(ResolvedOptions.resolve(ResolvedOptions.DEFAULT.toWire(), ALL).timeout())
        .isEqualTo(ResolvedOptions.DEFAULT.timeout());
    assertThat(ResolvedOptions.DEFAULT.toWire())
        .isEqualTo(
            new RolloutOptions(
                300L, 1, false, false, "", false, null, null, null, null, null, null, null));
  }

  @Test
  void a_null_that_a_published_client_sent_back_as_zero_says_nothing() {
    RolloutOptions job = RolloutOptions.newBuilder().setTimeout(0L).setParallelism(0).build();

    assertThat(ResolvedOptions.resolve(null, job)).isEqualTo(ResolvedOptions.DEFAULT);
  }

  @Test
  void no_timeout_overflows() {
    RolloutOptions job = RolloutOptions.newBuilder().setTimeout(Long.MAX_VALUE).build();

    assertThat(ResolvedOptions.resolve(null, job).timeout()).isEqualTo(Duration.ofDays(366));
  }
}
