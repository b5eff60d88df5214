package io.helios.agent.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.runtime.ContainerId;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.PortMapping;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job says of its mounts and its network, seen from inside of the container. */
final class MountsAndNetworkIT {
  private static final String BRIDGE = "172.17.0.1";
  private static final String SERVE = "httpd -f -p %d -h /www";

  private final Inside inside = new Inside();

  @AfterEach
  void cleanUp() {
    inside.close();
  }

  @Test
  void a_bound_directory_is_the_hosts_own_and_read_only_where_the_job_says_so(
      @TempDir Path directory) throws Exception {
    ContainerId id =
        inside.started(
            inside.job().setVolumes(Map.of("/rw", directory.toString(), "/ro:ro", "/usr/share")));

    assertThat(inside.says(id, "echo hello > /rw/made && echo done")).isEqualTo("done");
    assertThat(directory.resolve("made")).hasContent("hello");
    assertThat(inside.says(id, "touch /ro/x")).contains("Read-only file system");
    assertThat(inside.says(id, "ls -d /ro/doc")).isEqualTo("/ro/doc");
  }

  @Test
  void a_named_volume_outlives_its_container_and_an_anonymous_one_does_not() throws Exception {
    String volume = "helios-test-" + UUID.randomUUID();
    Map<String, String> volumes = Map.of("/named", volume, "/anonymous", "");
    try {
      ContainerId first = inside.started(inside.job().setVolumes(volumes));
      inside.says(first, "echo here > /named/file; echo there > /anonymous/file");
      inside.runtime.stop(first, Duration.ofSeconds(10));
      inside.runtime.remove(first);

      ContainerId second = inside.started(inside.job().setVolumes(volumes));

      assertThat(inside.says(second, "cat /named/file; ls /anonymous")).isEqualTo("here");
      inside.runtime.stop(second, Duration.ofSeconds(10));
      inside.runtime.remove(second);
    } finally {
      inside.engine.client().removeVolumeCmd(volume).exec();
    }
  }

  @Test
  void a_ramdisk_is_a_tmpfs_of_its_size() throws Exception {
    ContainerId id = inside.started(inside.job().setRamdisks(Map.of("/ram", "size=64k")));

    assertThat(inside.says(id, "mount").lines())
        .anyMatch(line -> line.startsWith("tmpfs on /ram ") && line.contains("size=64k"));
    inside.says(id, "head -c 200000 /dev/zero > /ram/big");
    assertThat(inside.says(id, "busybox stat -c %s /ram/big")).isEqualTo("65536");
  }

  @Test
  void a_read_only_root_takes_no_writes_but_its_mounts_do() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job(ContainerOptions.newBuilder().setReadOnlyRootfs(true))
                .setRamdisks(Map.of("/tmp", "size=64k")));

    assertThat(inside.says(id, "touch /x")).contains("Read-only file system");
    assertThat(inside.says(id, "touch /tmp/x && echo done")).isEqualTo("done");
  }

  @Test
  void names_of_the_job_stand_in_the_hosts_file() throws Exception {
    ContainerId id =
        inside.started(
            inside.job(
                ContainerOptions.newBuilder()
                    .setExtraHosts(List.of("db.example:192.0.2.9", "six:2001:db8::1"))));

    assertThat(inside.says(id, "cat /etc/hosts").lines())
        .contains("192.0.2.9\tdb.example", "2001:db8::1\tsix");
  }

  @Test
  void a_tcp_port_answers_on_the_address_it_is_bound_to_and_on_no_other() throws Exception {
    int port = LocalRegistry.freePort();
    inside.started(
        inside
            .job()
            .setCommand(List.of("sh", "-c", SERVE.formatted(80)))
            .setPorts(Map.of("http", new PortMapping(80, port, "tcp", "127.0.0.1"))));

    awaitAnswer("127.0.0.1", port);
    assertThatThrownBy(() -> answer(BRIDGE, port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void in_the_hosts_network_a_process_answers_on_its_own_port_and_nothing_is_mapped()
      throws Exception {
    int port = LocalRegistry.freePort();
    ContainerId id =
        inside.started(
            inside
                .job()
                .setNetworkMode("host")
                .setCommand(List.of("sh", "-c", SERVE.formatted(port)))
                .setPorts(Map.of("http", PortMapping.of(port, 1))));

    awaitAnswer("127.0.0.1", port);
    assertThat(inside.runtime.inspect(id).orElseThrow().ports())
        .containsExactly(Map.entry("http", PortMapping.of(port, port)));
    assertThat(inside.inspected(id).getHostConfig().getPortBindings()).isNull();
    assertThat(inside.says(id, "hostname"))
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void a_container_that_joins_another_has_its_network_and_publishes_nothing() throws Exception {
    ContainerId first = inside.started(inside.job());
    ContainerId second =
        inside.started(
            inside
                .job()
                .setNetworkMode("container:" + first.value())
                .setPorts(Map.of("http", PortMapping.of(80))));

    assertThat(inside.says(second, "busybox readlink /proc/1/ns/net"))
        .startsWith("net:[")
        .isEqualTo(inside.says(first, "busybox readlink /proc/1/ns/net"));
    assertThat(inside.runtime.inspect(second).orElseThrow().ports())
        .containsExactly(Map.entry("http", PortMapping.of(80)));
  }

  @Test
  void the_network_mode_none_leaves_the_loopback_alone() throws Exception {
    ContainerId id =
        inside.started(
            inside
                .job()
                .setNetworkMode("none")
                .setPorts(Map.of("http", PortMapping.of(80, 23466))));

    assertThat(inside.says(id, "ls /sys/class/net")).isEqualTo("lo");
    assertThat(inside.runtime.inspect(id).orElseThrow().ports())
        .containsExactly(Map.entry("http", PortMapping.of(80)));
  }

  @Test
  void the_bridge_gives_an_interface_of_its_own() throws Exception {
    ContainerId id = inside.started(inside.job().setNetworkMode("bridge"));

    assertThat(inside.says(id, "ls /sys/class/net").lines()).contains("eth0", "lo");
  }

  private static void awaitAnswer(String address, int port) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> answer(address, port).startsWith("HTTP/1."));
  }

  private static String answer(String address, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2000);
      socket.setSoTimeout(2000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
