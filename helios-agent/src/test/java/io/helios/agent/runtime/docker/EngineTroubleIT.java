package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.TaskLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTroubleIT {
  private static DockerRuntime at(String address) {
    return new DockerRuntime(
        DockerEndpoint.parse(address, null), DockerOptions.none(), Duration.ofSeconds(1));
  }

  private static RuntimeFailure failureOf(DockerRuntime runtime) {
    return catchThrowableOfType(RuntimeFailure.class, () -> runtime.list("any"));
  }

  private static Path engineSocket() {
    try (var engine = new LocalEngine()) {
      return engine.endpoint().socket().orElseThrow();
    }
  }

  @Test
  void a_socket_that_is_not_there_is_named_with_what_to_do(@TempDir Path directory) {
    try (DockerRuntime runtime = at("unix://" + directory + "/no.sock")) {
      RuntimeFailure failure = failureOf(runtime);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining(directory + "/no.sock does not exist")
          .hasMessageContaining("--docker");
    }
  }

  @Test
  void an_address_where_nobody_listens_is_named() throws Exception {
    String address = "tcp://127.0.0.1:" + LocalRegistry.freePort();
    try (DockerRuntime runtime = at(address)) {
      RuntimeFailure failure = failureOf(runtime);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining(address).hasMessageContaining("is it running?");
    }
  }

  @Test
  void an_engine_that_hangs_costs_no_more_than_the_limit() throws Exception {
    try (var relay = new EngineRelay(engineSocket());
        DockerRuntime runtime = at(relay.address())) {
      relay.fallSilent();

      RuntimeFailure failure = failureOf(runtime);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("is there, but did not answer within 1 s");
    }
  }

  @Test
  @SuppressWarnings("try") // The subscription ends with the block.
  void a_lost_event_stream_is_opened_again_and_everything_is_looked_at() throws Exception {
    Queue<Optional<ContainerId>> events = new ConcurrentLinkedQueue<>();
    try (var relay = new EngineRelay(engineSocket());
        DockerRuntime runtime = at(relay.address());
        var listening = runtime.onEvent(events::add)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
      events.clear();

      relay.cut();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> events.contains(Optional.<ContainerId>empty()));
    }
  }

  @Test
  @SuppressWarnings("try")
  void an_event_stream_that_died_in_silence_is_noticed() throws Exception {
    Queue<Optional<ContainerId>> events = new ConcurrentLinkedQueue<>();
    String hostId = "trouble-" + UUID.randomUUID();
    try (var engine = new LocalEngine();
        var relay = new EngineRelay(engineSocket());
        DockerRuntime runtime =
            new DockerRuntime(
                DockerEndpoint.parse(relay.address(), null),
                DockerOptions.none(),
                EngineConnection.Limits.quick(Duration.ofSeconds(5)),
                Duration.ofSeconds(1));
        var listening = runtime.onEvent(events::add)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
      relay.forgetConnections();
      events.clear();
      await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());

      String container =
          engine
              .client()
              .createContainerCmd(LocalImages.busybox(engine.client()))
              .withCmd("true")
              .withLabels(Map.of(TaskLabels.HOST_ID, hostId))
              .exec()
              .getId();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> events.contains(Optional.of(new ContainerId(container))));
      engine.removeContainersOf(hostId);
    }
  }

  @Test
  void calls_that_hang_hold_no_thread_for_ever() throws Exception {
    try (var relay = new EngineRelay(engineSocket());
        DockerRuntime runtime =
            new DockerRuntime(
                DockerEndpoint.parse(relay.address(), null),
                DockerOptions.none(),
                new EngineConnection.Limits(
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1)),
                EngineEvents.RENEWAL)) {
      relay.fallSilent();

      for (int i = 0; i < 20; i++) {
        assertThat(failureOf(runtime).kind()).isEqualTo(Kind.UNAVAILABLE);
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(thread -> thread.getName().startsWith("docker-call-")));
    }
  }

  @Test
  void an_engine_reached_over_the_network_publishes_ports_at_its_own_address() throws Exception {
    try (var relay = new EngineRelay(engineSocket());
        DockerRuntime runtime = at(relay.address())) {
      assertThat(runtime.bridgeAddress()).contains("127.0.0.1");
      assertThat(runtime.version().apiVersion()).isNotBlank();
    }
  }
}
