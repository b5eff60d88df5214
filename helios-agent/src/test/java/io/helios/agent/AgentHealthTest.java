package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.health.HealthProbe.Result;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.EngineHealth.Status;
import io.helios.coordination.layout.Paths;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.Liveness;
import io.helios.model.task.HealthState;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health from the first probe to the restart of the agent. */
class AgentHealthTest {
  private static final Liveness QUICK = new Liveness(1, 1, 2, null, null);

  @TempDir Path state;
  private ClusterOfOne cluster;
  private volatile Result answer = Result.pass();
  private final AtomicInteger probes = new AtomicInteger();

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    cluster.probe =
        (check, container) -> {
          probes.incrementAndGet();
          return answer;
        };
    cluster.startAgent();
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  private Job checked(String name, HealthCheck check) {
    return cluster.job(name, "sim/ok:1").toBuilder().setHealthCheck(check).build();
  }

  private Job checked(Liveness pace) {
    return checked("web", new HealthCheck.Exec(List.of("true"), pace));
  }

  private TaskReport awaitReport(Job job, Predicate<TaskReport> wanted) {
    eventually(() -> cluster.report(job).filter(wanted).isPresent());
    return cluster.report(job).orElseThrow();
  }

  private static Predicate<TaskReport> says(HealthState health) {
    return report -> report.health() == health;
  }

  @Test
  void a_failing_check_is_told_while_the_task_stays_running_and_so_is_its_recovery()
      throws Exception {
    Job web = checked(QUICK);
    long generation = cluster.deploy(web);
    TaskReport well = cluster.awaitRunning(web, generation);
    assertThat(well.health()).isEqualTo(HealthState.HEALTHY);
    assertThat(well.healthReason()).isNull();

    answer = Result.fail("too busy");
    TaskReport sick = awaitReport(web, says(HealthState.UNHEALTHY));
    assertThat(sick.state()).isEqualTo(State.RUNNING);
    assertThat(sick.healthReason()).isEqualTo("too busy");
    assertThat(sick.containerId()).isEqualTo(well.containerId());

    answer = Result.pass();
    TaskReport again = awaitReport(web, says(HealthState.HEALTHY));
    assertThat(again.containerId()).isEqualTo(well.containerId());
    assertThat(again.restarts()).isNull();
    eventually(
        () ->
            cluster.events(web).stream()
                .filter(event -> event.state() == State.RUNNING)
                .map(TaskReport::health)
                .toList()
                .equals(List.of(HealthState.HEALTHY, HealthState.UNHEALTHY, HealthState.HEALTHY)));
  }

  @Test
  void an_unhealthy_container_is_replaced_if_the_job_says_so_and_the_history_says_why()
      throws Exception {
    Job web = checked(new Liveness(1, 1, 2, null, true));
    TaskReport before = cluster.awaitRunning(web, cluster.deploy(web));

    answer = Result.fail("too busy");
    awaitReport(web, report -> report.state() == State.HEALTHCHECKING);
    answer = Result.pass();

    TaskReport after = awaitReport(web, says(HealthState.HEALTHY));
    assertThat(after.containerId()).isNotEqualTo(before.containerId());
    assertThat(after.restarts()).isEqualTo(1);
    eventually(() -> cluster.history(web).contains(State.EXITED));
    assertThat(cluster.history(web))
        .containsSubsequence(State.RUNNING, State.STOPPING, State.EXITED, State.RUNNING);
    assertThat(cluster.events(web))
        .filteredOn(event -> event.state() == State.STOPPING)
        .extracting(TaskReport::healthReason)
        .containsOnly("too busy");
    assertThat(cluster.events(web))
        .filteredOn(event -> event.state() == State.EXITED)
        .extracting(TaskReport::containerError)
        .containsOnly("stopped because it was unhealthy: too busy");
  }

  @Test
  void an_adopted_container_keeps_its_bad_health_until_it_is_probed() throws Exception {
    Job web = checked(QUICK);
    cluster.awaitRunning(web, cluster.deploy(web));
    answer = Result.fail("too busy");
    TaskReport sick = awaitReport(web, says(HealthState.UNHEALTHY));
    CountDownLatch probed = new CountDownLatch(1);
    cluster.probe =
        (check, container) -> {
          probed.await();
          return Result.pass();
        };
    cluster.restartAgent();

    TaskReport adopted = awaitReport(web, report -> Boolean.FALSE.equals(report.verified()));
    assertThat(adopted.state()).isEqualTo(State.RUNNING);
    assertThat(adopted.health()).isEqualTo(HealthState.UNHEALTHY);
    assertThat(adopted.healthReason()).isEqualTo("too busy");
    assertThat(adopted.containerId()).isEqualTo(sick.containerId());

    probed.countDown();
    assertThat(awaitReport(web, says(HealthState.HEALTHY)).verified()).isNull();
  }

  @Test
  void an_adopted_container_that_fails_now_stays_running_and_is_called_unhealthy()
      throws Exception {
    Job web = checked(QUICK);
    TaskReport before = cluster.awaitRunning(web, cluster.deploy(web));
    cluster.agent.close();
    answer = Result.fail("too busy");
    cluster.startAgent();

    TaskReport sick = awaitReport(web, says(HealthState.UNHEALTHY));
    assertThat(sick.verified()).isNull();
    assertThat(sick.state()).isEqualTo(State.RUNNING);
    assertThat(sick.containerId()).isEqualTo(before.containerId());
    List<State> history = cluster.history(web);
    assertThat(history.subList(history.indexOf(State.RUNNING), history.size()))
        .containsOnly(State.RUNNING);
  }

  @Test
  void a_probe_that_hangs_holds_up_no_undeploy() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    cluster.probe =
        (check, container) -> {
          begun.countDown();
          if (begun.getCount() == 0) {
            new CountDownLatch(1).await();
          }
          return Result.pass();
        };
    cluster.restartAgent();
    Job web = checked(QUICK);
    cluster.awaitRunning(web, cluster.deploy(web));
    begun.await();

    cluster.undeploy(web);

    cluster.awaitGone(web);
  }

  @Test
  void probes_that_hang_hold_up_no_task_on_its_way_to_running() throws Exception {
    cluster.probe =
        (check, container) -> {
          boolean first = probes.incrementAndGet() <= 12;
          if (!first && !container.task().job().name().equals("late")) {
            new CountDownLatch(1).await();
          }
          return Result.pass();
        };
    cluster.restartAgent();
    for (int i = 0; i < 12; i++) {
      Job job = checked("early" + i, new HealthCheck.Exec(List.of("true"), QUICK));
      cluster.awaitRunning(job, cluster.deploy(job));
    }
    eventually(() -> probes.get() >= 16);
    Job late = checked("late", new HealthCheck.Exec(List.of("true"), QUICK));

    TaskReport running = cluster.awaitRunning(late, cluster.deploy(late));

    assertThat(running.health()).isEqualTo(HealthState.HEALTHY);
  }

  @Test
  void checks_that_pass_write_nothing() throws Exception {
    Job web = checked(QUICK);
    cluster.awaitRunning(web, cluster.deploy(web));
    eventually(() -> cluster.history(web).contains(State.RUNNING));
    int version = cluster.master.get(Paths.taskStatus(HOST, web.id())).orElseThrow().version();

    int before = probes.get();
    eventually(() -> probes.get() >= before + 3);

    assertThat(cluster.master.get(Paths.taskStatus(HOST, web.id())).orElseThrow().version())
        .isEqualTo(version);
  }

  @Test
  void the_image_s_own_check_decides_where_the_job_says_so() throws Exception {
    Job web = checked("web", new HealthCheck.Docker(Liveness.DEFAULT));
    cluster.deploy(web);
    TaskReport starting = cluster.awaitState(web, State.HEALTHCHECKING);
    assertThat(starting.health()).isEqualTo(HealthState.STARTING);
    ContainerId container = cluster.running(web).get(0).id();

    cluster.engine.says(container, new EngineHealth(Status.HEALTHY, ""));
    assertThat(cluster.awaitState(web, State.RUNNING).health()).isEqualTo(HealthState.HEALTHY);

    cluster.engine.says(container, new EngineHealth(Status.UNHEALTHY, "no answer"));
    TaskReport sick = awaitReport(web, says(HealthState.UNHEALTHY));
    assertThat(sick.state()).isEqualTo(State.RUNNING);
    assertThat(sick.healthReason()).isEqualTo("no answer");
    assertThat(probes).hasValue(0);
  }

  @Test
  void an_image_without_a_check_of_its_own_fails_in_words() throws Exception {
    cluster.engine.addImage("sim/no-healthcheck:1");
    Job web =
        cluster.job("web", "sim/no-healthcheck:1").toBuilder()
            .setHealthCheck(new HealthCheck.Docker(Liveness.DEFAULT))
            .build();
    cluster.deploy(web);

    assertThat(cluster.awaitState(web, State.FAILED).containerError()).contains("HEALTHCHECK");
  }
}
