package io.helios.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.model.host.HostInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostFactsTest {
  @TempDir private Path proc;
  private final SimulatedRuntime engine = new SimulatedRuntime(Clock.systemUTC());

  private HostFacts facts() {
    return new HostFacts(engine, "unix:///x.sock", null, "0.10.0", proc);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(proc.resolve(name).getParent());
    Files.writeString(proc.resolve(name), text);
  }

  @Test
  void the_kernels_own_words_are_told() throws IOException {
    write("sys/kernel/ostype", "Linux\n");
    write("sys/kernel/hostname", "box\n");
    write("sys/kernel/osrelease", "6.1.0\n");
    write("sys/kernel/version", "#1 SMP\n");
    write("loadavg", "0.42 0.50 0.60 1/234 567\n");
    write("meminfo", "MemTotal:   2000 kB\nMemFree: 1000 kB\nSwapTotal: 20 kB\nSwapFree: 10 kB\n");

    HostInfo info = facts().host();

    assertThat(info.hostname()).isEqualTo("box");
    assertThat(info.uname()).startsWith("Linux box 6.1.0 #1 SMP ").endsWith(" GNU/Linux");
    assertThat(info.loadAvg()).isEqualTo(0.42);
    assertThat(info.memoryTotalBytes()).isEqualTo(2_048_000);
    assertThat(info.memoryFreeBytes()).isEqualTo(1_024_000);
    assertThat(info.swapTotalBytes()).isEqualTo(20_480);
    assertThat(info.swapFreeBytes()).isEqualTo(10_240);
    assertThat(info.cpus()).isPositive();
    assertThat(info.dockerHost()).isEqualTo("unix:///x.sock");
  }

  @Test
  void a_machine_without_proc_is_told_as_far_as_known() throws IOException {
    write("loadavg", "nonsense");

    HostInfo info = facts().host();

    assertThat(info.hostname()).isNull();
    assertThat(info.memoryTotalBytes()).isZero();
    assertThat(info.loadAvg()).isZero();
  }

  @Test
  void an_engine_that_is_away_keeps_its_last_version() {
    HostFacts facts = facts();
    engine.goAway();
    assertThat(facts.host().dockerVersion()).isNull();
    engine.comeBack();
    assertThat(facts.host().dockerVersion().version()).isEqualTo("simulated");
    engine.goAway();
    assertThat(facts.host().dockerVersion().version()).isEqualTo("simulated");
  }

  @Test
  void the_process_tells_its_version_and_number() {
    assertThat(facts().agent().version()).isEqualTo("0.10.0");
    assertThat(facts().agent().name()).startsWith(ProcessHandle.current().pid() + "@");
  }
}
