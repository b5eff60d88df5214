package io.helios.cli.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.await.Judgement.Verdict;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Instant T0 = Instant.EPOCH;
  private static final JobId ID = new JobId("web", "1", "x");

  private Course course = Course.START;

  private Verdict after(long seconds, Awaited awaited, HostFacts facts) {
    return said(seconds, awaited, facts).verdict();
  }

  private Judgement said(long seconds, Awaited awaited, HostFacts facts) {
    Instant now = T0.plusSeconds(seconds);
    course = course.seeing(facts, now);
    return Judge.judge(awaited, facts, course, now);
  }

  private static HostFacts up(Deployment deployment, TaskReport report) {
    return new HostFacts(true, true, deployment, report);
  }

  private static Deployment asked(Goal goal, Long generation) {
    return new Deployment(ID, goal, null, null, null, generation);
  }

  private static TaskReport report(State state, ThrottleState throttle, Long gen, Integer exits) {
    return TaskReport.newBuilder(state)
        .setGoal(Goal.START)
        .setContainerId("c")
        .setThrottled(throttle)
        .setGeneration(gen)
        .setRestarts(exits)
        .build();
  }

  private static TaskReport report(State state, Long generation) {
    return report(state, ThrottleState.NO, generation, null);
  }

  @Test
  void running_of_an_earlier_generation_does_not_count() {
    HostFacts old = up(asked(Goal.START, 7L), report(State.RUNNING, 6L));

    assertThat(after(0, Awaited.RUNNING, old)).isEqualTo(Verdict.PENDING);
    assertThat(after(100, Awaited.RUNNING, old)).isEqualTo(Verdict.PENDING);
  }

  @Test
  void running_counts_when_it_lasts_a_moment() {
    HostFacts running = up(asked(Goal.START, 7L), report(State.RUNNING, 7L));

    assertThat(after(0, Awaited.RUNNING, running)).isEqualTo(Verdict.PENDING);
    assertThat(after(1, Awaited.RUNNING, running)).isEqualTo(Verdict.DONE);
  }

  @Test
  void a_container_that_keeps_exiting_has_failed_although_it_runs_now_and_then() {
    Deployment asked = asked(Goal.START, 7L);
    assertThat(after(0, Awaited.RUNNING, up(asked, report(State.RUNNING, 7L))))
        .isEqualTo(Verdict.PENDING);
    assertThat(after(0, Awaited.RUNNING, up(asked, report(State.EXITED, ThrottleState.NO, 7L, 1))))
        .isEqualTo(Verdict.PENDING);
    assertThat(after(1, Awaited.RUNNING, up(asked, report(State.RUNNING, 7L))))
        .as("the moment starts anew")
        .isEqualTo(Verdict.PENDING);
    assertThat(
            after(
                2,
                Awaited.RUNNING,
                up(asked, report(State.EXITED, ThrottleState.NO, 7L, Judge.EXITS))))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void a_missing_image_fails_at_once_and_other_failures_after_a_while() {
    Deployment asked = asked(Goal.START, 7L);
    HostFacts missing = up(asked, report(State.FAILED, ThrottleState.IMAGE_MISSING, 7L, null));
    HostFacts pullFailed =
        up(asked, report(State.FAILED, ThrottleState.IMAGE_PULL_FAILED, 7L, null));

    assertThat(after(0, Awaited.RUNNING, missing)).isEqualTo(Verdict.FAILED);

    course = Course.START;
    assertThat(after(0, Awaited.RUNNING, pullFailed)).isEqualTo(Verdict.PENDING);
    assertThat(after(10, Awaited.RUNNING, up(asked, report(State.PULLING_IMAGE, 7L))))
        .isEqualTo(Verdict.PENDING);
    assertThat(after(15, Awaited.RUNNING, pullFailed)).isEqualTo(Verdict.FAILED);
  }

  @Test
  void a_host_that_is_down_for_a_moment_is_not_given_up() {
    HostFacts down = new HostFacts(true, false, asked(Goal.START, 7L), null);

    assertThat(after(0, Awaited.RUNNING, down)).isEqualTo(Verdict.PENDING);
    assertThat(after(4, Awaited.RUNNING, down)).isEqualTo(Verdict.PENDING);
    assertThat(after(4, Awaited.RUNNING, up(asked(Goal.START, 7L), null)))
        .isEqualTo(Verdict.PENDING);
    assertThat(after(6, Awaited.RUNNING, down)).isEqualTo(Verdict.PENDING);
    assertThat(said(11, Awaited.RUNNING, down).words()).contains("the host is DOWN");
    assertThat(after(11, Awaited.RUNNING, down)).isEqualTo(Verdict.FAILED);
  }

  @Test
  void what_somebody_else_asked_for_meanwhile_ends_the_waiting() {
    HostFacts stopped = up(asked(Goal.STOP, 8L), report(State.RUNNING, 7L));
    HostFacts undeployed = up(null, report(State.RUNNING, 7L));

    assertThat(said(0, Awaited.RUNNING, stopped).words()).contains("goal was changed to STOP");
    assertThat(said(0, Awaited.RUNNING, undeployed).words()).contains("undeployed meanwhile");
    assertThat(said(0, Awaited.GONE, stopped).words()).contains("deployed again meanwhile");
  }

  @Test
  void gone_needs_the_last_word_of_the_agent() {
    assertThat(after(0, Awaited.GONE, up(null, report(State.STOPPED, 7L))))
        .isEqualTo(Verdict.PENDING);
    assertThat(after(0, Awaited.GONE, up(null, null))).isEqualTo(Verdict.DONE);
    assertThat(after(0, Awaited.GONE, new HostFacts(true, false, null, null)))
        .as("also on a host that is down")
        .isEqualTo(Verdict.DONE);
    assertThat(after(0, Awaited.GONE, new HostFacts(false, false, null, null)))
        .isEqualTo(Verdict.DONE);
  }

  @Test
  void a_host_that_is_no_longer_registered_will_not_run_it() {
    HostFacts unknown = new HostFacts(false, false, null, null);

    assertThat(after(0, Awaited.RUNNING, unknown)).isEqualTo(Verdict.FAILED);
    assertThat(after(0, Awaited.STOPPED, unknown)).isEqualTo(Verdict.FAILED);
  }

  @Test
  void without_generations_the_state_alone_counts() {
    HostFacts running = up(asked(Goal.START, null), report(State.RUNNING, (Long) null));

    assertThat(after(0, Awaited.RUNNING, running)).isEqualTo(Verdict.PENDING);
    assertThat(
            after(Judge.STEADY.plus(Duration.ofSeconds(1)).toSeconds(), Awaited.RUNNING, running))
        .isEqualTo(Verdict.DONE);
  }
}
