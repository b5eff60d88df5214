package io.helios.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final Outcome AWAY = new Outcome.Failed(RuntimeFailure.Kind.UNAVAILABLE, "away");
  private static final Outcome DONE = new Outcome.Done();

  private final AtomicLong clock = new AtomicLong();
  private final AgentMetrics metrics = new AgentMetrics(clock::get);

  private void pass(int seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private void steps(int minutes, Outcome outcome) {
    for (int i = 0; i < minutes * 60; i++) {
      metrics.ended(new Step.Start(new ContainerId("c")), outcome, Duration.ofMillis(1));
      pass(1);
    }
  }

  @Test
  void a_rate_approaches_what_happens_and_fades_when_nothing_does() {
    Meter meter = new Meter(clock::get);
    for (int i = 0; i < 600; i++) {
      meter.mark();
      meter.mark();
      pass(1);
    }
    assertThat(meter.count()).isEqualTo(1200);
    assertThat(meter.rate(1)).isCloseTo(2.0, within(0.01));
    assertThat(meter.rate(15)).isBetween(0.5, 1.5);
    pass(600);
    assertThat(meter.rate(1)).isCloseTo(0.0, within(0.01));
  }

  @Test
  void the_engine_is_ill_when_most_steps_fail_and_well_only_when_few_do() {
    steps(5, DONE);
    assertThat(metrics.engine().complaint()).isEmpty();
    steps(20, AWAY);
    assertThat(metrics.engine().complaint())
        .hasValueSatisfying(text -> assertThat(text).contains("% failed in the container engine"));
    steps(3, DONE);
    assertThat(metrics.engine().complaint()).as("not well enough yet").isPresent();
    steps(5, DONE);
    assertThat(metrics.engine().complaint()).isEmpty();
  }

  @Test
  void nothing_is_concluded_from_a_few_steps_nor_from_what_a_job_is_to_blame_for() {
    metrics.ended(new Step.Start(new ContainerId("c")), AWAY, Duration.ZERO);
    pass(10);
    assertThat(metrics.engine().complaint()).isEmpty();
    steps(20, new Outcome.Failed(RuntimeFailure.Kind.REFUSED, "no such command"));
    assertThat(metrics.engine().complaint()).isEmpty();
  }

  @Test
  void steps_are_counted_by_kind_and_end() {
    steps(1, DONE);
    steps(2, AWAY);
    assertThat(metrics.numbers())
        .filteredOn(number -> number.name().equals("helios_agent_steps_total"))
        .extracting(number -> number.labels() + " " + number.value())
        .containsExactly("{outcome=done, step=start} 60.0", "{outcome=failed, step=start} 120.0");
    assertThat(metrics.json().get("counters").toString())
        .contains("helios.agent_supervisor.container_started_counter={count=60}")
        .contains("helios.agent_supervisor.docker_timeout_counter={count=120}");
  }

  @Test
  void a_probe_that_gets_a_no_is_counted_apart_and_is_not_held_against_the_engine() {
    ContainerId id = new ContainerId("c");
    HealthCheck check = new HealthCheck.Tcp("http");
    Observed container =
        new Observed(
            id,
            new TaskLabels("H", JobId.parse("web:1:" + "0".repeat(40)), 1, 1),
            Observed.Phase.RUNNING,
            Map.of(),
            Map.of(),
            null,
            null,
            null,
            false,
            "",
            null);
    Step probe = new Step.Probe(check, container, true, false);
    metrics.ended(probe, new Outcome.Probed(true, "", false), Duration.ZERO);
    metrics.ended(probe, new Outcome.Probed(false, "refused", true), Duration.ZERO);
    assertThat(metrics.numbers())
        .filteredOn(number -> number.name().equals("helios_agent_steps_total"))
        .extracting(number -> number.labels() + " " + number.value())
        .containsExactly("{outcome=done, step=probe} 1.0", "{outcome=unhealthy, step=probe} 1.0");
    assertThat(metrics.json().get("counters").toString())
        .contains("helios.agent_supervisor.containers_threw_exception_counter={count=0}");
  }
}
