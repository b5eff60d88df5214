package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.ContainerId;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.ContainerOptions.Ulimit;
import io.helios.model.job.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a job says of its process and its limits, seen from inside of the container. */
final class ProcessAndLimitsIT {
  private final Inside inside = new Inside();

  @AfterEach
  void cleanUp() {
    inside.close();
  }

  private static ContainerOptions.Builder options() {
    return ContainerOptions.newBuilder();
  }

  private String commandLine(ContainerId id) {
    return inside.says(id, "cat /proc/1/cmdline").replace('\0', ' ').strip();
  }

  @Test
  void a_process_has_the_users_number_and_group_and_begins_in_its_directory() throws Exception {
    ContainerId id =
        inside.started(inside.job(options().setUser("1234:567").setWorkingDir("/a/b")));

    assertThat(inside.says(id, "id")).startsWith("uid=1234 gid=567");
    assertThat(inside.says(id, "busybox readlink /proc/1/cwd")).isEqualTo("/a/b");
  }

  @Test
  void an_entrypoint_comes_before_the_command() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job(options().setEntrypoint(List.of("sh", "-c", Inside.UNTIL_TERM, "zero")))
                .setCommand(List.of("one", "two words")));

    assertThat(commandLine(id)).isEqualTo("sh -c " + Inside.UNTIL_TERM + " zero one two words");
  }

  @Test
  void a_process_sees_its_hostname_and_its_variables() throws Exception {
    ContainerId id =
        inside.started(
            inside.job().setHostname("myhost").setEnv(Map.of("A", "b=c d", "EMPTY", "")));

    assertThat(inside.says(id, "hostname")).isEqualTo("myhost");
    assertThat(inside.says(id, "env").lines()).contains("A=b=c d", "EMPTY=");
  }

  @Test
  void an_init_process_is_number_one_only_when_asked_for() throws Exception {
    assertThat(commandLine(inside.started(inside.job(options().setInit(true)))))
        .startsWith("/sbin/docker-init -- sh -c");
    assertThat(commandLine(inside.started(inside.job(options().setInit(false)))))
        .startsWith("sh -c");
  }

  @Test
  void the_process_is_asked_to_end_by_the_jobs_own_signal() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job(options().setStopSignal("SIGINT"))
                .setCommand(
                    List.of(
                        "sh",
                        "-c",
                        "trap 'exit 2' INT; trap 'exit 15' TERM; while :; do sleep 0.1; done")));

    inside.runtime.stop(id, Duration.ofSeconds(30));

    assertThat(inside.runtime.inspect(id).orElseThrow().exitCode()).isEqualTo(2);
  }

  @Test
  void without_a_signal_of_its_own_it_is_sigterm() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job()
                .setCommand(
                    List.of(
                        "sh",
                        "-c",
                        "trap 'exit 2' INT; trap 'exit 15' TERM; while :; do sleep 0.1; done")));

    inside.runtime.stop(id, Duration.ofSeconds(30));

    assertThat(inside.runtime.inspect(id).orElseThrow().exitCode()).isEqualTo(15);
  }

  @Test
  void limits_of_memory_processor_and_processes_stand_in_the_cgroup() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job(options().setPidsLimit(20L).setCpus(0.5))
                .setResources(new Resources(33_554_432L, 67_108_864L, 512L, "0")));

    assertThat(inside.cgroup(id, "memory/memory.limit_in_bytes", "memory.max"))
        .isEqualTo("33554432");
    assertThat(inside.cgroup(id, "pids/pids.max", "pids.max")).isEqualTo("20");
    assertThat(inside.cgroup(id, "cpuset/cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
    assertThat(inside.cgroup(id, "cpu/cpu.cfs_quota_us", "cpu.max")).startsWith("50000");
    // Kernels without swap accounting show no limit of swap, and version 2 counts shares anew:
    // of these two the engine's own account has to do.
    assertThat(inside.hostConfig(id)).containsEntry("CpuShares", 512);
    assertThat(inside.hostConfig(id)).containsEntry("MemorySwap", 67_108_864);
  }

  @Test
  void ulimits_hold_softly_and_hard() throws Exception {
    ContainerId id =
        inside.started(
            inside.job(
                options()
                    .setUlimits(
                        Map.of("nofile", new Ulimit(100, 200L), "core", new Ulimit(0, null)))));

    assertThat(inside.says(id, "grep 'open files' /proc/1/limits").split(" +"))
        .containsSequence("100", "200");
    assertThat(inside.says(id, "grep 'core file' /proc/1/limits").split(" +"))
        .containsSequence("0", "0");
  }

  @Test
  void shared_memory_has_the_size_asked_for() throws Exception {
    ContainerId id = inside.started(inside.job(options().setShmSize(1_048_576L)));

    assertThat(inside.says(id, "mount").lines())
        .anyMatch(line -> line.contains(" /dev/shm ") && line.contains("size=1024k"));
  }

  @Test
  void kernel_parameters_are_set() throws Exception {
    ContainerId id =
        inside.started(inside.job(options().setSysctls(Map.of("net.core.somaxconn", "99"))));

    assertThat(inside.says(id, "cat /proc/sys/net/core/somaxconn")).isEqualTo("99");
  }

  @Test
  void capabilities_are_added_and_dropped_and_no_more_can_be_gained() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job()
                .setAddCapabilities(Set.of("NET_ADMIN"))
                .setDropCapabilities(Set.of("cap_mknod"))
                .setSecurityOpt(List.of("no-new-privileges")));
    long effective =
        Long.parseLong(
            inside.says(id, "grep CapEff /proc/1/status").replaceAll("\\S+:\\s+", ""), 16);

    assertThat(effective & 1L << 12).as("NET_ADMIN").isNotZero();
    assertThat(effective & 1L << 27).as("MKNOD").isZero();
    assertThat(effective & 1L << 0).as("CHOWN, which the engine gives by itself").isNotZero();
    assertThat(inside.says(id, "grep NoNewPrivs /proc/1/status")).endsWith("1");
  }

  @Test
  void a_device_is_there_with_no_more_rights_than_given() throws Exception {
    ContainerId readable =
        inside.started(inside.job(options().setDevices(List.of("/dev/kmsg:/dev/given:r"))));
    ContainerId all = inside.started(inside.job(options().setDevices(List.of("/dev/kmsg"))));

    // Opening it to write is enough: nothing is written.
    assertThat(inside.says(readable, "true > /dev/given")).contains("not permitted");
    assertThat(inside.says(all, "true > /dev/kmsg && echo done")).isEqualTo("done");
  }

  @Test
  void log_driver_and_options_are_the_jobs() throws Exception {
    // Where output goes cannot be seen inside: the engine tells.
    ContainerId id =
        inside.started(
            inside.job(
                options().setLogDriver("json-file").setLogOptions(Map.of("max-size", "1m"))));
    ContainerId optionsAlone =
        inside.started(inside.job(options().setLogOptions(Map.of("max-file", "3"))));
    ContainerId none = inside.started(inside.job(options().setLogDriver("none")));

    assertThat(inside.hostConfig(id).get("LogConfig"))
        .isEqualTo(Map.of("Type", "json-file", "Config", Map.of("max-size", "1m")));
    assertThat(inside.hostConfig(optionsAlone).get("LogConfig"))
        .isEqualTo(Map.of("Type", "json-file", "Config", Map.of("max-file", "3")));
    assertThat(inside.hostConfig(none).get("LogConfig"))
        .isEqualTo(Map.of("Type", "none", "Config", Map.of()));
  }

  @Test
  void runtime_and_labels_are_what_the_job_says() throws Exception {
    ContainerId id =
        inside.started(inside.job().setRuntime("runc").setLabels(Map.of("team", "blue")));

    assertThat(inside.hostConfig(id)).containsEntry("Runtime", "runc");
    assertThat(inside.inspected(id).getConfig().getLabels()).containsEntry("team", "blue");
  }
}
