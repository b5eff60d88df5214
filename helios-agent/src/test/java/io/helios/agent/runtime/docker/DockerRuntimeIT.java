package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.ContainerRuntimeContract;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.job.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerRuntimeIT extends ContainerRuntimeContract {
  private static final String UNTIL_TERM = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  private final LocalEngine engine = new LocalEngine();
  private final String image = LocalImages.busybox(engine.client());
  private final DockerRuntime runtime =
      new DockerRuntime(
          engine.endpoint(),
          new DockerOptions(
              List.of("/usr/share:/host-share:ro"),
              List.of("192.0.2.53"),
              List.of("db.example:192.0.2.7"),
              null,
              PullOptions.none()));

  @AfterEach
  void cleanUp() {
    runtime.close();
    engine.removeContainersOf(hostId);
    LocalImages.remove(engine.client(), "helios-test/spare-" + hostId + ":1");
    engine.close();
  }

  @Override
  protected ContainerRuntime runtime() {
    return runtime;
  }

  private Job shell(String name, String script) {
    return Job.newBuilder(name, "1")
        .setId(jobId(name))
        .setImage(image)
        .setCommand(List.of("sh", "-c", script))
        .build();
  }

  @Override
  protected Job running() {
    return shell("runs", UNTIL_TERM);
  }

  @Override
  protected Job ending(int exitCode) {
    return shell("ends-" + exitCode, "exit " + exitCode);
  }

  @Override
  protected Job neverStarting() {
    return shell("never", "").toBuilder().setCommand(List.of("/no/such/command")).build();
  }

  @Override
  protected Job withoutImage() {
    return shell("no-image", "true").toBuilder().setImage("helios-test/not-there:1").build();
  }

  @Override
  protected String spareImage() {
    return LocalImages.spare(engine.client(), "helios-test/spare-" + hostId + ":1");
  }

  @Override
  protected int execPassing(ContainerId id) throws RuntimeFailure {
    return runtime.exec(
        id, List.of("sh", "-c", "echo said; echo cried >&2"), Duration.ofSeconds(10));
  }

  @Override
  protected void killFromOutside(ContainerId id) {
    engine.kill(id);
  }

  private InspectContainerResponse inspected(ContainerId id) {
    return engine.client().inspectContainerCmd(id.value()).exec();
  }

  private ContainerId started(Job job) throws RuntimeFailure {
    ContainerId id = runtime.create(spec(job, 1));
    runtime.start(id);
    return id;
  }

  @Test
  void all_that_a_job_says_reaches_the_engine(@TempDir Path directory) throws Exception {
    Job job =
        running().toBuilder()
            .setHostname("myhost")
            .setEnv(Map.of("A", "1"))
            .setPorts(
                Map.of(
                    "http", new PortMapping(80, 23461, "tcp", "127.0.0.1"),
                    "dns", new PortMapping(53, 23462, "udp", null)))
            .setVolumes(
                Map.of(
                    "/anonymous", "",
                    "/bound:ro", directory.toString(),
                    "/named", "helios-test-volume"))
            .setRamdisks(Map.of("/ram", "size=64k"))
            .setResources(new Resources(33_554_432L, 67_108_864L, 512L, "0"))
            .setSecurityOpt(List.of("no-new-privileges"))
            .setNetworkMode("bridge")
            .setAddCapabilities(Set.of("NET_ADMIN"))
            .setDropCapabilities(Set.of("cap_mknod"))
            .setLabels(Map.of("team", "blue", TaskLabels.HOST_ID, "forged"))
            .setRuntime("runc")
            .build();

    ContainerId id = started(job);

    InspectContainerResponse made = inspected(id);
    HostConfig host = made.getHostConfig();
    assertThat(made.getName()).isEqualTo("/" + spec(job, 1).name());
    assertThat(made.getConfig().getImage()).isEqualTo(image);
    assertThat(made.getConfig().getHostName()).isEqualTo("myhost");
    assertThat(made.getConfig().getCmd()).containsExactly("sh", "-c", UNTIL_TERM);
    assertThat(made.getConfig().getEnv()).contains("A=1");
    assertThat(made.getConfig().getVolumes()).containsOnlyKeys("/anonymous");
    assertThat(made.getConfig().getLabels())
        .containsEntry("team", "blue")
        .containsEntry(TaskLabels.HOST_ID, hostId);
    assertThat(host.getPortBindings().getBindings().get(ExposedPort.tcp(80))[0])
        .hasToString("127.0.0.1:23461");
    assertThat(host.getPortBindings().getBindings().get(ExposedPort.udp(53))[0].getHostPortSpec())
        .isEqualTo("23462");
    assertThat(host.getBinds())
        .extracting(Bind::toString)
        .containsExactlyInAnyOrder(
            directory + ":/bound:ro", "helios-test-volume:/named:rw", "/usr/share:/host-share:ro");
    assertThat(host.getTmpFs()).containsEntry("/ram", "size=64k");
    assertThat(host.getMemory()).isEqualTo(33_554_432L);
    assertThat(host.getMemorySwap()).isEqualTo(67_108_864L);
    assertThat(host.getCpuShares()).isEqualTo(512);
    assertThat(host.getCpusetCpus()).isEqualTo("0");
    assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
    assertThat(host.getNetworkMode()).isEqualTo("bridge");
    assertThat(host.getCapAdd()).containsExactly(Capability.NET_ADMIN);
    assertThat(host.getCapDrop()).containsExactly(Capability.MKNOD);
    assertThat(host.getRuntime()).isEqualTo("runc");
    assertThat(host.getDns()).containsExactly("192.0.2.53");
    assertThat(host.getExtraHosts()).containsExactly("db.example:192.0.2.7");
    assertThat(runtime.exec(id, List.of("touch", "/ram/x"), Duration.ofSeconds(10))).isEqualTo(0);
    assertThat(runtime.exec(id, List.of("touch", "/bound/x"), Duration.ofSeconds(10)))
        .isNotEqualTo(0);
    runtime.stop(id, Duration.ofSeconds(5));
    runtime.remove(id);
    engine.client().removeVolumeCmd("helios-test-volume").exec();
  }

  @Test
  void a_container_can_join_the_network_of_another() throws Exception {
    ContainerId first = started(running());
    Job second =
        running().toBuilder()
            .setId(jobId("joins"))
            .setNetworkMode("container:" + first)
            .setPorts(Map.of("http", PortMapping.of(80, 23464)))
            .build();

    ContainerId id = started(second);

    assertThat(runtime.inspect(id).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void output_goes_to_the_syslog_server_under_the_full_job_id() throws Exception {
    var options =
        new DockerOptions(List.of(), List.of(), List.of(), "127.0.0.1:5140", PullOptions.none());
    try (var redirecting = new DockerRuntime(engine.endpoint(), options)) {
      ContainerId id = redirecting.create(spec(running(), 1));
      LogConfig log = inspected(id).getHostConfig().getLogConfig();

      assertThat(log.getType()).isEqualTo(LogConfig.LoggingType.SYSLOG);
      assertThat(log.getConfig())
          .containsEntry("syslog-address", "udp://127.0.0.1:5140")
          .containsEntry("syslog-facility", "local0")
          .containsEntry("tag", jobId("runs").toString());
      redirecting.start(id);
      assertThat(redirecting.inspect(id).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    }
  }

  @Test
  void the_container_that_holds_a_port_is_named() throws Exception {
    Map<String, PortMapping> ports = Map.of("http", new PortMapping(80, 23458, "tcp", null));
    started(running().toBuilder().setPorts(ports).build());
    Job second = running().toBuilder().setId(jobId("second")).setPorts(ports).build();
    ContainerId id = runtime.create(spec(second, 1));

    RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, () -> runtime.start(id));

    assertThat(failure.kind()).isEqualTo(Kind.PORT_TAKEN);
    assertThat(failure.getMessage())
        .startsWith("port 23458/tcp, held by the container ")
        .contains("runs")
        .doesNotContain("endpoint");
    assertThat(failure.port()).isEqualTo(23458);
  }

  @Test
  void an_unknown_capability_is_refused_by_name() {
    Job job = running().toBuilder().setAddCapabilities(Set.of("FLY")).build();

    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> runtime.create(spec(job, 1)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("'FLY'");
  }

  @Test
  void what_the_engine_refuses_is_told_in_its_own_words() {
    Job job = running().toBuilder().setResources(new Resources(1_000L, null, null, null)).build();

    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> runtime.create(spec(job, 1)));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.getMessage())
        .contains("inimum memory limit")
        .doesNotContain("{")
        .doesNotContain("Status 4");
  }

  @Test
  void variables_of_the_image_are_not_taken_for_ours() throws Exception {
    ContainerId id = started(running().toBuilder().setEnv(Map.of("A", "1")).build());

    // The engine adds PATH by itself.
    assertThat(runtime.inspect(id).orElseThrow().env()).containsExactly(Map.entry("A", "1"));
  }

  @Test
  void a_container_that_ran_out_of_memory_says_so() throws Exception {
    Job job =
        shell("hungry", "tail /dev/zero").toBuilder()
            .setResources(new Resources(8_388_608L, 8_388_608L, null, null))
            .build();

    ContainerId id = started(job);

    Observed ended =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> runtime.inspect(id).orElseThrow(), c -> c.phase() == Phase.EXITED);
    assertThat(ended.oomKilled()).isTrue();
  }

  @Test
  void a_stop_kills_what_does_not_heed_it_after_the_grace() throws Exception {
    ContainerId id = started(shell("deaf", "trap '' TERM; while :; do sleep 0.1; done"));

    runtime.stop(id, Duration.ofSeconds(1));

    assertThat(runtime.inspect(id).orElseThrow().exitCode()).isEqualTo(137);
  }

  @Test
  void a_command_that_takes_too_long_is_a_failure() throws Exception {
    ContainerId id = started(running());

    RuntimeFailure failure =
        catchThrowableOfType(
            RuntimeFailure.class,
            () -> runtime.exec(id, List.of("sleep", "60"), Duration.ofMillis(200)));

    assertThat(failure).hasMessageContaining("200 ms");
  }

  @Test
  void the_exit_code_of_a_command_is_told() throws Exception {
    ContainerId id = started(running());

    assertThat(runtime.exec(id, List.of("sh", "-c", "exit 3"), Duration.ofSeconds(10)))
        .isEqualTo(3);
  }

  @Test
  void removing_a_container_removes_its_anonymous_volumes() throws Exception {
    ContainerId id =
        runtime.create(spec(running().toBuilder().setVolumes(Map.of("/data", "")).build(), 1));
    String volume =
        inspected(id).getMounts().stream()
            .filter(m -> m.getName() != null)
            .findFirst()
            .orElseThrow()
            .getName();

    runtime.remove(id);

    assertThat(engine.client().listVolumesCmd().exec().getVolumes())
        .noneMatch(left -> left.getName().equals(volume));
  }

  @Test
  @SuppressWarnings("try") // The subscription is only there to keep the cache warm.
  void a_restart_behind_our_back_shows_in_the_next_listing() throws Exception {
    List<Object> events = java.util.Collections.synchronizedList(new ArrayList<>());
    try (var listening = runtime.onEvent(events::add)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> !events.isEmpty());
      ContainerId id = started(running());
      Observed before = runtime.list(hostId).get(0);
      assertThat(runtime.list(hostId)).containsExactly(before);

      engine.client().restartContainerCmd(id.value()).withTimeout(1).exec();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(runtime.list(hostId).get(0).startedAt()).isAfter(before.startedAt()));
    }
  }

  @Test
  void a_listing_of_many_is_complete() throws Exception {
    List<ContainerId> made = new ArrayList<>();
    for (int attempt = 1; attempt <= 30; attempt++) {
      ContainerSpec spec =
          spec(running().toBuilder().setEnv(Map.of("N", "" + attempt)).build(), attempt);
      made.add(runtime.create(spec));
    }

    assertThat(runtime.list(hostId))
        .extracting(Observed::id)
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(runtime.list(hostId))
        .allMatch(one -> one.env().get("N").equals("" + one.task().attempt()));
  }
}
