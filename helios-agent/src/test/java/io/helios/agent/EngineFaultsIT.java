package io.helios.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.PrivateEngine;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.model.job.Job;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent on an engine of its own, to which bad things happen. */
@Timeout(300)
final class EngineFaultsIT {
  private static final String CONDITION = "EngineUnresponsive";

  @TempDir Path state;
  private PrivateEngine engine;
  private ClusterOfOne cluster;
  private Job web;
  private TaskReport before;

  @BeforeEach
  void assume() {
    Assumptions.assumeTrue(PrivateEngine.possible(), "an engine of one's own needs root");
  }

  @AfterEach
  void close() throws Exception {
    try {
      if (cluster != null) {
        cluster.close();
      }
    } finally {
      if (engine != null) {
        engine.close();
      }
    }
  }

  private void running(boolean liveRestore) throws Exception {
    engine = PrivateEngine.start(liveRestore);
    running(engine.endpoint());
  }

  private void running(DockerEndpoint endpoint) throws Exception {
    engine.image();
    cluster = new ClusterOfOne(state);
    cluster.runtime = new DockerRuntime(endpoint, DockerOptions.none());
    web = job("web");
    cluster.startAgent();
    before = cluster.awaitRunning(web, cluster.deploy(web));
  }

  private Job job(String name) {
    return cluster.job(name, engine.image()).toBuilder()
        .setPorts(Map.of())
        .setCommand(List.of("sh", "-c", "trap exit TERM; while :; do sleep 1; done"))
        .build();
  }

  /** Longer than an engine takes that was killed and finds its containerd dying. */
  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(90)).until(condition);
  }

  private void awaitCondition() {
    eventually(() -> cluster.agent.conditions().containsKey(CONDITION));
  }

  private void awaitNoCondition() {
    eventually(() -> !cluster.agent.conditions().containsKey(CONDITION));
  }

  private void awaitReplacement() {
    eventually(
        () ->
            cluster
                .report(web)
                .filter(now -> now.state() == State.RUNNING)
                .filter(now -> !before.containerId().equals(now.containerId()))
                .isPresent());
    assertThat(runningNow()).containsExactly(cluster.report(web).orElseThrow().containerId());
    noTwoRanAtOnce();
  }

  /** The same container, which has run all the time. */
  private void untouched(Instant startedAt) throws Exception {
    assertThat(cluster.report(web)).contains(before);
    assertThat(runningNow()).contains(before.containerId());
    assertThat(startedAt()).isEqualTo(startedAt);
  }

  private void saidOnce() throws Exception {
    assertThat(cluster.history(web).stream().filter(State.RUNNING::equals)).hasSize(1);
  }

  private Instant startedAt() {
    return Instant.parse(
        engine.client().inspectContainerCmd(before.containerId()).exec().getState().getStartedAt());
  }

  private List<Container> all(Job job) {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(TaskLabels.HOST_ID))
        .exec()
        .stream()
        .filter(one -> one.getLabels().containsValue(job.id().toString()))
        .toList();
  }

  private List<String> runningNow() {
    return all(web).stream()
        .filter(one -> one.getState().equals("running"))
        .map(Container::getId)
        .toList();
  }

  private void noTwoRanAtOnce() {
    List<InspectContainerResponse.ContainerState> runs =
        all(web).stream()
            .map(one -> engine.client().inspectContainerCmd(one.getId()).exec().getState())
            .sorted(Comparator.comparing(one -> Instant.parse(one.getStartedAt())))
            .toList();
    for (int i = 1; i < runs.size(); i++) {
      assertThat(Instant.parse(runs.get(i - 1).getFinishedAt()))
          .isBeforeOrEqualTo(Instant.parse(runs.get(i).getStartedAt()));
    }
  }

  @Test
  void a_restart_of_the_engine_that_ends_its_containers_has_them_replaced() throws Exception {
    running(false);

    engine.stop();
    awaitCondition();
    engine.start();

    awaitReplacement();
    awaitNoCondition();
  }

  @Test
  void a_restart_of_the_engine_under_live_restore_changes_nothing() throws Exception {
    running(true);
    Instant startedAt = startedAt();

    engine.stop();
    awaitCondition();
    assertThat(cluster.report(web)).contains(before);
    engine.start();

    awaitNoCondition();
    untouched(startedAt);
    saidOnce();
  }

  @Test
  void a_killed_engine_that_ends_its_containers_when_it_is_back_has_them_replaced()
      throws Exception {
    running(false);

    engine.kill();
    awaitCondition();
    assertThat(cluster.report(web)).contains(before);
    engine.start();

    awaitReplacement();
    awaitNoCondition();
  }

  @Test
  void a_killed_engine_under_live_restore_changes_nothing() throws Exception {
    running(true);
    Instant startedAt = startedAt();

    engine.kill();
    awaitCondition();
    engine.start();

    awaitNoCondition();
    untouched(startedAt);
    saidOnce();
  }

  @Test
  void an_engine_that_hangs_is_a_condition_and_all_work_waits_for_it() throws Exception {
    running(true);
    Instant startedAt = startedAt();
    Job second = job("second");

    engine.freeze();
    awaitCondition();
    long generation = cluster.deploy(second);

    assertThat(cluster.agent.conditions().get(CONDITION)).contains("did not answer within");
    assertThat(cluster.report(web)).contains(before);
    engine.thaw();
    cluster.awaitRunning(second, generation);
    awaitNoCondition();
    untouched(startedAt);
    saidOnce();
  }

  @Test
  void what_dies_after_the_engine_came_back_is_seen() throws Exception {
    running(true);

    engine.kill();
    awaitCondition();
    engine.start();
    awaitNoCondition();
    engine.client().killContainerCmd(before.containerId()).exec();

    awaitReplacement();
  }

  @Test
  void what_others_do_to_a_container_is_put_right() throws Exception {
    running(false);

    engine.client().killContainerCmd(before.containerId()).exec();
    awaitReplacement();

    before = cluster.report(web).orElseThrow();
    engine.client().removeContainerCmd(before.containerId()).withForce(true).exec();
    awaitReplacement();

    before = cluster.report(web).orElseThrow();
    engine.client().stopContainerCmd(before.containerId()).withTimeout(1).exec();
    awaitReplacement();
  }

  @Test
  void a_renamed_container_stays_the_tasks_own() throws Exception {
    running(false);
    Instant startedAt = startedAt();
    engine.client().renameContainerCmd(before.containerId()).withName("renamed").exec();

    cluster.agent.close();
    cluster.runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());
    cluster.startAgent();
    Job second = job("second");
    cluster.awaitRunning(second, cluster.deploy(second));
    untouched(startedAt);

    engine.client().killContainerCmd(before.containerId()).exec();
    awaitReplacement();
  }

  @Test
  void a_paused_container_is_kept_and_can_be_undeployed() throws Exception {
    running(false);

    engine.client().pauseContainerCmd(before.containerId()).exec();
    Job second = job("second");
    cluster.awaitRunning(second, cluster.deploy(second));
    assertThat(cluster.report(web)).contains(before);
    cluster.undeploy(web);

    eventually(() -> cluster.report(web).isEmpty());
    assertThat(all(web)).noneMatch(one -> one.getState().matches("running|paused"));
  }

  @Test
  void an_engine_that_answers_with_errors_for_a_while_loses_nothing() throws Exception {
    engine = PrivateEngine.start(true);
    try (var relay = new EngineRelay(engine.socket())) {
      running(DockerEndpoint.parse(relay.address(), null));
      Instant startedAt = startedAt();
      Job second = job("second");

      relay.failOn("/", "it is not my day");
      relay.cut();
      long generation = cluster.deploy(second);
      awaitCondition();
      assertThat(cluster.agent.conditions().get(CONDITION)).contains("it is not my day");
      assertThat(cluster.report(web)).contains(before);
      relay.answerNothing();

      cluster.awaitRunning(second, generation);
      awaitNoCondition();
      untouched(startedAt);
      saidOnce();
    }
  }

  @Test
  void a_slow_engine_is_waited_for() throws Exception {
    engine = PrivateEngine.start(true);
    try (var relay = new EngineRelay(engine.socket())) {
      relay.slowDown(Duration.ofMillis(700));
      running(DockerEndpoint.parse(relay.address(), null));

      assertThat(cluster.agent.conditions()).isEmpty();
      assertThat(cluster.history(web)).doesNotContain(State.FAILED);
      cluster.undeploy(web);
      eventually(() -> cluster.report(web).isEmpty());
      assertThat(all(web)).isEmpty();
    }
  }
}
