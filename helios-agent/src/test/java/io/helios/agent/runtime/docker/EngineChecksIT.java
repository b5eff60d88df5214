package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.HealthCheck;
import io.helios.agent.fixtures.Breakpoint;
import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.EngineHealth.Status;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.TaskLabels;
import io.helios.coordination.tree.Subscription;
import io.helios.model.job.HealthCheck.Docker;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.Liveness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine checks itself, and what it runs for checks of ours. */
final class EngineChecksIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String hostId = "test-" + UUID.randomUUID();
  private final LocalEngine engine = new LocalEngine();
  private final DockerRuntime runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());

  @AfterEach
  void cleanUp() {
    runtime.close();
    engine.removeContainersOf(hostId);
    engine.close();
  }

  private Job job(String image, io.helios.model.job.HealthCheck check) {
    return Job.newBuilder("checked", "1")
        .setId(new JobId("checked", "1", "0".repeat(40)))
        .setImage(image)
        .setHealthCheck(check)
        .setCommand(List.of("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"))
        .build();
  }

  private ContainerSpec spec(Job job) {
    return new ContainerSpec(
        hostId, new TaskLabels(hostId, job.id(), 1, 1), job, Map.of(), Map.of());
  }

  private ContainerId started(Job job) throws RuntimeFailure {
    ContainerId id = runtime.create(spec(job));
    runtime.start(id);
    return id;
  }

  private void run(ContainerId id, String... command) throws RuntimeFailure {
    assertThat(runtime.exec(id, List.of(command), LIMIT)).isZero();
  }

  @Test
  void the_check_of_the_image_is_seen_in_every_state_and_each_change_is_told() throws Exception {
    Set<ContainerId> told = ConcurrentHashMap.newKeySet();
    ContainerId id =
        started(job(LocalImages.checkedBusybox(engine.client()), new Docker(Liveness.DEFAULT)));
    assertThat(runtime.inspect(id).orElseThrow().health())
        .extracting(EngineHealth::status)
        .isEqualTo(Status.STARTING);

    Subscription events = runtime.onEvent(changed -> changed.ifPresent(told::add));
    run(id, "touch", "/tmp/well");
    await().atMost(LIMIT).until(() -> told.remove(id) && says(id, Status.HEALTHY));
    assertThat(runtime.list(hostId).get(0).health())
        .isEqualTo(new EngineHealth(Status.HEALTHY, ""));

    run(id, "sh", "-c", "busybox rm /tmp/well");
    await().atMost(LIMIT).until(() -> told.remove(id) && says(id, Status.UNHEALTHY));
    events.close();

    EngineHealth sick = runtime.inspect(id).orElseThrow().health();
    assertThat(sick.reason()).contains("HEALTHCHECK").contains("exit code 1").contains("/tmp/well");
    runtime.stop(id, Duration.ofSeconds(1));
    assertThat(runtime.inspect(id).orElseThrow().health()).isNull();
  }

  private boolean says(ContainerId id, Status status) throws RuntimeFailure {
    return runtime.inspect(id).map(c -> c.health().status()).equals(Optional.of(status));
  }

  @Test
  void the_pace_of_the_job_reaches_the_engine_and_the_rest_is_the_image_s() throws Exception {
    ContainerId id =
        runtime.create(
            spec(
                job(
                    LocalImages.checkedBusybox(engine.client()),
                    new Docker(new Liveness(7, null, 5, 60, null)))));

    HealthCheck check =
        engine.client().inspectContainerCmd(id.value()).exec().getConfig().getHealthcheck();
    assertThat(check.getInterval()).isEqualTo(Duration.ofSeconds(7).toNanos());
    assertThat(check.getTimeout()).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(check.getRetries()).isEqualTo(5);
    assertThat(check.getStartPeriod()).isEqualTo(Duration.ofSeconds(60).toNanos());
    assertThat(check.getTest()).contains("ls /tmp/well");
  }

  @Test
  void an_image_without_a_check_of_its_own_is_refused_in_words() {
    String image = LocalImages.busybox(engine.client());

    RuntimeFailure refusal =
        catchThrowableOfType(
            RuntimeFailure.class,
            () -> runtime.create(spec(job(image, new Docker(Liveness.DEFAULT)))));

    assertThat(refusal.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refusal).hasMessageContaining(image).hasMessageContaining("has no HEALTHCHECK");
  }

  @Test
  void a_command_that_hangs_is_killed_with_all_it_started_and_the_next_one_works()
      throws Exception {
    ContainerId id = started(job(LocalImages.busybox(engine.client()), null));

    RuntimeFailure hung =
        catchThrowableOfType(
            RuntimeFailure.class,
            () ->
                runtime.exec(id, List.of("sh", "-c", "sleep 1000; true"), Duration.ofMillis(500)));

    assertThat(hung).hasMessageContaining("did not end within 500 ms");
    // One that a slow engine began only after the limit goes with the next check.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              run(id, "true");
              return !processes(id).contains("sleep 1000");
            });
  }

  @Test
  void a_command_that_the_engine_begins_only_after_its_limit_is_ended_too(@TempDir Path directory)
      throws Exception {
    ContainerId id = started(job(LocalImages.busybox(engine.client()), null));
    try (var relay = new EngineRelay(engine.socket(), directory.resolve("engine.sock"));
        DockerRuntime slow =
            new DockerRuntime(DockerEndpoint.parse(relay.address(), null), DockerOptions.none())) {
      var begin =
          new Breakpoint(Breakpoint.Side.BEFORE, call -> call.matches("POST /exec/.*/start"));
      relay.holdAt(begin);
      RuntimeFailure late =
          catchThrowableOfType(
              RuntimeFailure.class,
              () -> slow.exec(id, List.of("sleep", "1000"), Duration.ofMillis(200)));
      assertThat(late).hasMessageContaining("did not end within 200 ms");
      begin.letThrough();
      await().atMost(LIMIT).until(() -> processes(id).contains("sleep 1000"));

      slow.exec(id, List.of("true"), LIMIT);

      await().atMost(LIMIT).until(() -> !processes(id).contains("1000"));
    }
  }

  private String processes(ContainerId id) {
    return Arrays.deepToString(engine.client().topContainerCmd(id.value()).exec().getProcesses());
  }
}
