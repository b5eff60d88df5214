package io.helios.master.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.cleanup.CleanupPlanner.HostFacts;
import io.helios.master.cleanup.CleanupPlanner.Later;
import io.helios.master.cleanup.CleanupPlanner.Leave;
import io.helios.master.cleanup.CleanupPlanner.Reap;
import io.helios.master.cleanup.CleanupPlanner.Verdict;
import io.helios.model.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CleanupPlannerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TIMEOUT = DAY.multipliedBy(14);
  private static final Duration RETENTION = DAY.multipliedBy(30);

  @Test
  void a_job_goes_at_the_moment_it_expires_and_not_before() {
    assertThat(CleanupPlanner.expiry(expiring(NOW.plusMillis(1)), NOW))
        .isEqualTo(new Later(NOW.plusMillis(1)));
    assertThat(CleanupPlanner.expiry(expiring(NOW), NOW)).isInstanceOf(Reap.class);
    assertThat(CleanupPlanner.expiry(job(null), NOW)).isInstanceOf(Leave.class);
  }

  @Test
  void a_host_goes_when_its_agent_has_been_dead_for_the_whole_time() {
    Instant died = NOW.minus(TIMEOUT);
    assertThat(host(false, died, died)).isInstanceOf(Reap.class);
    assertThat(host(false, died, died.plusMillis(1))).isEqualTo(new Later(NOW.plusMillis(1)));
    assertThat(host(true, died, died)).isInstanceOf(Leave.class);
  }

  @Test
  void a_host_with_a_clock_of_long_ago_is_not_taken_for_one_that_is_long_dead() {
    assertThat(host(false, Instant.EPOCH, NOW)).isEqualTo(new Later(NOW.plus(TIMEOUT)));
  }

  @Test
  void a_host_that_was_up_while_no_master_looked_counts_from_what_its_agent_said_last() {
    Instant noted = NOW.minus(TIMEOUT.multipliedBy(2));
    assertThat(host(false, NOW.minus(DAY), noted))
        .isEqualTo(new Later(NOW.minus(DAY).plus(TIMEOUT)));
  }

  @Test
  void a_host_whose_clock_is_ahead_goes_in_time_nevertheless() {
    assertThat(host(false, NOW.plus(DAY.multipliedBy(999)), NOW.minus(TIMEOUT)))
        .isInstanceOf(Reap.class);
  }

  @Test
  void a_host_whose_agent_never_spoke_stays() {
    assertThat(host(false, null, NOW.minus(TIMEOUT))).isInstanceOf(Leave.class);
  }

  @Test
  void a_job_is_forgotten_when_nothing_happened_to_it_for_the_whole_retention() {
    Job old = job(NOW.minus(RETENTION.multipliedBy(2)));
    assertThat(unused(old, false, NOW.minus(RETENTION))).isInstanceOf(Reap.class);
    assertThat(unused(old, false, NOW.minus(DAY)))
        .isEqualTo(new Later(NOW.minus(DAY).plus(RETENTION)));
    assertThat(unused(old, false, null)).isInstanceOf(Reap.class);
    assertThat(unused(job(null), false, null)).isInstanceOf(Reap.class);
  }

  @Test
  void a_job_that_is_in_use_stays_with_and_without_history() {
    Job old = job(NOW.minus(RETENTION.multipliedBy(2)));
    assertThat(unused(old, true, NOW.minus(RETENTION))).isInstanceOf(Leave.class);
    assertThat(unused(old, true, null)).isInstanceOf(Leave.class);
  }

  @Test
  void a_new_job_stays_although_there_is_old_history_of_its_name() {
    Job young = job(NOW.minus(DAY));
    assertThat(unused(young, false, NOW.minus(RETENTION))).isInstanceOf(Later.class);
    assertThat(unused(young, false, null)).isInstanceOf(Later.class);
  }

  private static Verdict host(boolean up, @Nullable Instant said, @Nullable Instant noted) {
    return CleanupPlanner.deadHost(new HostFacts(up, said, noted), TIMEOUT, NOW);
  }

  private static Verdict unused(Job job, boolean inUse, @Nullable Instant newest) {
    return CleanupPlanner.unused(job, inUse, Optional.ofNullable(newest), RETENTION, NOW);
  }

  private static Job expiring(Instant at) {
    return Job.newBuilder("web", "1").setImage("busybox").setExpires(at).build();
  }

  private static Job job(@Nullable Instant created) {
    var builder = Job.newBuilder("web", "1").setImage("busybox");
    return created == null ? builder.build() : builder.setCreated(created.toEpochMilli()).build();
  }
}
