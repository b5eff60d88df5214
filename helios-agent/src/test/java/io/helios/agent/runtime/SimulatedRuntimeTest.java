package io.helios.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.fixtures.SimulatedRuntime.Operation;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.coordination.fixtures.HandClock;
import io.helios.model.job.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SimulatedRuntimeTest extends ContainerRuntimeContract {
  private final HandClock clock = new HandClock();
  private final SimulatedRuntime engine = new SimulatedRuntime(clock);

  SimulatedRuntimeTest() {
    engine.addImage("sim/ok");
    engine.addImage("sim/exits-after-0s");
    engine.addImage("sim/fails-after-0s");
    engine.addImage("sim/never-starts");
  }

  @Override
  protected ContainerRuntime runtime() {
    return engine;
  }

  private static Job job(String name, String image) {
    return Job.newBuilder(name, "1").setId(jobId(name)).setImage(image).build();
  }

  @Override
  protected Job running() {
    return job("runs", "sim/ok");
  }

  @Override
  protected Job ending(int exitCode) {
    return exitCode == 0 ? job("ends", "sim/exits-after-0s") : job("fails", "sim/fails-after-0s");
  }

  @Override
  protected Job neverStarting() {
    return job("never", "sim/never-starts");
  }

  @Override
  protected Job withoutImage() {
    return job("no-image", "sim/missing");
  }

  @Override
  protected String spareImage() {
    engine.addImage("sim/ok:spare");
    return "sim/ok:spare";
  }

  @Override
  protected int execPassing(ContainerId id) throws RuntimeFailure {
    return engine.exec(id, List.of("true"), Duration.ofSeconds(5));
  }

  @Override
  protected void killFromOutside(ContainerId id) {
    engine.kill(id, 137);
  }

  private ContainerId pulledAndStarted(String image) throws RuntimeFailure {
    engine.pull(image, null);
    ContainerId id = engine.create(spec(job("sim", image), 1));
    engine.start(id);
    return id;
  }

  @Test
  void a_container_ends_when_its_time_has_come_and_a_tick_tells_of_it() throws Exception {
    ContainerId id = pulledAndStarted("sim/exits-after-3s:v1");
    List<Optional<ContainerId>> events = new ArrayList<>();
    engine.onEvent(events::add);
    clock.advance(Duration.ofMillis(2_999));
    engine.tick();
    assertThat(engine.inspect(id).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    events.clear();

    clock.advance(Duration.ofMillis(1));
    engine.tick();

    assertThat(events).containsExactly(Optional.of(id));
    assertThat(engine.inspect(id).orElseThrow().exitCode()).isEqualTo(0);
  }

  @Test
  void a_slow_pull_waits_for_the_clock() throws Exception {
    CompletableFuture<Void> pull =
        CompletableFuture.runAsync(
            () -> {
              try {
                engine.pull("sim/slow-pull-5s", null);
              } catch (RuntimeFailure e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> engine.calls(Operation.PULL) == 1);
    assertThat(engine.hasImage("sim/slow-pull-5s")).isFalse();

    clock.advance(Duration.ofSeconds(5));

    assertThat(pull).succeedsWithin(Duration.ofSeconds(10));
    assertThat(engine.hasImage("sim/slow-pull-5s")).isTrue();
  }

  @Test
  void an_interrupted_pull_gives_up() throws Exception {
    AtomicReference<RuntimeFailure> failure = new AtomicReference<>();
    Thread puller =
        new Thread(
            () -> {
              try {
                engine.pull("sim/slow-pull-5s", null);
              } catch (RuntimeFailure e) {
                failure.set(e);
              }
            });
    puller.start();
    await().until(() -> engine.calls(Operation.PULL) == 1);

    puller.interrupt();

    await().until(() -> failure.get() != null);
    assertThat(engine.hasImage("sim/slow-pull-5s")).isFalse();
  }

  @Test
  void a_container_that_ran_out_of_memory_says_so() throws Exception {
    ContainerId id = pulledAndStarted("sim/oom-after-1s");
    clock.advance(Duration.ofSeconds(1));

    assertThat(engine.inspect(id).orElseThrow().oomKilled()).isTrue();
    assertThat(engine.inspect(id).orElseThrow().exitCode()).isEqualTo(137);
  }

  @Test
  void words_of_an_image_add_up() throws Exception {
    ContainerId id = pulledAndStarted("sim/healthy-after-2s/fails-after-4s");
    assertThat(execPassing(id)).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(execPassing(id)).isEqualTo(0);
    clock.advance(Duration.ofSeconds(2));
    assertThat(engine.inspect(id).orElseThrow().exitCode()).isEqualTo(1);
  }

  @Test
  void a_misspelt_behaviour_is_not_taken_for_a_job_that_runs() {
    assertThatThrownBy(() -> engine.pull("sim/exit-after-3s", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sim/exit-after-3s");
  }

  @Test
  void an_engine_that_is_away_answers_nothing_until_it_is_back() throws Exception {
    List<Optional<ContainerId>> events = new ArrayList<>();
    engine.onEvent(events::add);
    events.clear();
    engine.goAway();

    assertThatThrownBy(() -> engine.list(hostId))
        .isInstanceOfSatisfying(
            RuntimeFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

    engine.comeBack();
    assertThat(engine.list(hostId)).isEmpty();
    assertThat(events).containsExactly(Optional.empty());
  }

  @Test
  void a_planned_fault_happens_once() throws Exception {
    engine.failNext(Operation.CREATE, Kind.REFUSED, "planned");

    assertThatThrownBy(() -> engine.create(spec(running(), 1))).hasMessage("planned");
    assertThat(engine.create(spec(running(), 1))).isNotNull();
    assertThat(engine.calls(Operation.CREATE)).isEqualTo(2);
  }

  @Test
  void lost_events_are_not_told_later() throws Exception {
    ContainerId id = pulledAndStarted("sim/ok");
    List<Optional<ContainerId>> events = new ArrayList<>();
    engine.onEvent(events::add);
    events.clear();

    engine.loseEvents(true);
    engine.kill(id, 1);
    engine.loseEvents(false);
    engine.tick();

    assertThat(events).isEmpty();
  }

  @Test
  void containers_stay_when_the_agent_goes() throws Exception {
    ContainerId id = pulledAndStarted("sim/ok");

    engine.close();

    assertThat(engine.list(hostId)).extracting(Observed::id).containsExactly(id);
  }
}
