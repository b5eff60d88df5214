package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One container that the engine cannot describe. */
final class OddContainerIT {
  private final String hostId = "odd-" + UUID.randomUUID();
  private final LocalEngine engine = new LocalEngine();
  private EngineRelay relay;
  private DockerRuntime runtime;

  @BeforeEach
  void start() throws Exception {
    relay = new EngineRelay(engine.endpoint().socket().orElseThrow());
    runtime =
        new DockerRuntime(
            DockerEndpoint.parse(relay.address(), null),
            DockerOptions.none(),
            Duration.ofSeconds(3));
  }

  @AfterEach
  void cleanUp() throws Exception {
    runtime.close();
    relay.close();
    engine.removeContainersOf(hostId);
    engine.close();
  }

  private ContainerSpec spec(String name, Map<String, PortMapping> ports) {
    JobId id = new JobId(name, "1", "a".repeat(40));
    Job job =
        Job.newBuilder(name, "1")
            .setId(id)
            .setImage(LocalImages.busybox(engine.client()))
            .setCommand(List.of("sleep", "600"))
            .build();
    return new ContainerSpec(
        hostId + "-" + name, new TaskLabels(hostId, id, 7, 2), job, ports, Map.of("A", "1"));
  }

  private ContainerId running(String name, Map<String, PortMapping> ports) throws RuntimeFailure {
    ContainerId id = runtime.create(spec(name, ports));
    runtime.start(id);
    return id;
  }

  private Observed listed(ContainerId id) throws RuntimeFailure {
    return runtime.list(hostId).stream().filter(c -> c.id().equals(id)).findAny().orElseThrow();
  }

  @Test
  void a_container_that_cannot_be_inspected_hides_no_other_and_not_itself() throws Exception {
    Map<String, PortMapping> ports = Map.of("http", PortMapping.of(80).withExternalPort(23471));
    ContainerId odd = running("odd", ports);
    ContainerId fine = running("fine", Map.of());
    relay.failOn("GET /containers/" + odd.value() + "/json", "layer does not exist");

    List<Observed> all = runtime.list(hostId);

    assertThat(all).extracting(Observed::id).containsExactlyInAnyOrder(odd, fine);
    Observed found = listed(odd);
    assertThat(found.phase()).isEqualTo(Phase.RUNNING);
    assertThat(found.task()).isEqualTo(spec("odd", ports).task());
    assertThat(found.ports()).isEqualTo(ports);
    assertThat(found.error()).contains("layer does not exist");
    assertThat(listed(fine).env()).containsEntry("A", "1");
  }

  @Test
  void a_container_whose_inspection_hangs_hides_no_other_and_not_itself() throws Exception {
    ContainerId odd = running("odd", Map.of());
    ContainerId fine = running("fine", Map.of());
    relay.hangOn("GET /containers/" + odd.value() + "/json");

    assertThat(runtime.list(hostId)).extracting(Observed::id).containsExactlyInAnyOrder(odd, fine);
  }

  @Test
  void a_look_at_a_container_that_cannot_be_inspected_still_finds_it() throws Exception {
    ContainerId odd = running("odd", Map.of());
    relay.failOn("GET /containers/" + odd.value() + "/json", "layer does not exist");

    assertThat(runtime.inspect(odd)).map(Observed::phase).contains(Phase.RUNNING);
    engine.kill(odd);
    assertThat(runtime.inspect(odd)).map(Observed::phase).contains(Phase.EXITED);
    assertThat(runtime.inspect(odd)).map(Observed::exitCode).contains(137);
    engine.removeContainersOf(hostId);
    assertThat(runtime.inspect(odd)).isEmpty();
  }

  @Test
  void once_it_can_be_inspected_again_it_is_seen_whole() throws Exception {
    ContainerId odd = running("odd", Map.of());
    relay.failOn("GET /containers/" + odd.value() + "/json", "layer does not exist");
    assertThat(listed(odd).env()).isEmpty();

    relay.answerNothing();

    assertThat(listed(odd).env()).containsEntry("A", "1");
    assertThat(listed(odd).error()).isEmpty();
  }
}
