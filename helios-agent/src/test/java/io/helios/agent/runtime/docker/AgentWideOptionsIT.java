package io.helios.agent.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.ContainerId;
import io.helios.model.job.ContainerOptions;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent gives to each of its containers, seen from inside of them. */
final class AgentWideOptionsIT {
  private static DockerOptions options(List<String> binds, String syslog) {
    return new DockerOptions(
        binds,
        List.of("192.0.2.53"),
        List.of("db.example:192.0.2.7"),
        syslog,
        DockerOptions.none().pulls());
  }

  @Test
  void every_container_has_the_agents_mounts_name_servers_and_names(@TempDir Path directory)
      throws Exception {
    Files.writeString(directory.resolve("given"), "by the agent");
    try (var inside = new Inside(options(List.of(directory + ":/agent:ro"), null))) {
      ContainerId id =
          inside.started(
              inside.job(
                  ContainerOptions.newBuilder().setExtraHosts(List.of("mine.example:192.0.2.8"))));

      assertThat(inside.says(id, "cat /agent/given")).isEqualTo("by the agent");
      assertThat(inside.says(id, "touch /agent/x")).contains("Read-only file system");
      assertThat(inside.says(id, "cat /etc/resolv.conf").lines()).contains("nameserver 192.0.2.53");
      assertThat(inside.says(id, "cat /etc/hosts").lines())
          .contains("192.0.2.7\tdb.example", "192.0.2.8\tmine.example");
    }
  }

  @Test
  void output_is_sent_to_the_syslog_server_under_the_full_job_id() throws Exception {
    try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var inside = new Inside(options(List.of(), "127.0.0.1:" + server.getLocalPort()))) {
      server.setSoTimeout(30_000);
      ContainerId id =
          inside.started(inside.job().setCommand(List.of("sh", "-c", "echo said; sleep 60")));
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);

      server.receive(packet);

      String line = new String(packet.getData(), 0, packet.getLength(), UTF_8);
      String job = inside.runtime.inspect(id).orElseThrow().task().job().toString();
      assertThat(line).contains("said").contains(job);
      // Facility local0 (16), severity info (6).
      assertThat(line).startsWith("<134>");
    }
  }

  @Test
  void a_job_with_a_log_driver_of_its_own_is_not_redirected() throws Exception {
    try (var inside = new Inside(options(List.of(), "127.0.0.1:5140"))) {
      ContainerId id =
          inside.created(
              inside.job(ContainerOptions.newBuilder().setLogDriver("json-file")).build());

      assertThat(inside.hostConfig(id).get("LogConfig"))
          .isEqualTo(Map.of("Type", "json-file", "Config", Map.of()));
    }
  }
}
