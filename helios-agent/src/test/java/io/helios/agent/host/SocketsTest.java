package io.helios.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir Path proc;

  @BeforeEach
  void tables() throws IOException {
    Files.createDirectories(proc.resolve("net"));
    // 8080 is 1F90: one connection of a client and one who listens; 8081 only in TIME_WAIT.
    Files.writeString(
        proc.resolve("net/tcp"),
        HEAD
            + "   0: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0   "
            + "     0 111 1 0000000000000000 20 4 30 10 -1\n"
            + "   1: 00000000:1F91 0100007F:C001 06 00000000:00000000 00:00000000 00000000     0   "
            + "     0 0 1 0000000000000000\n");
    Files.writeString(
        proc.resolve("net/tcp6"),
        HEAD
            + "   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A"
            + " 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000\n");
    Files.writeString(proc.resolve("net/udp"), HEAD);
    process(41, "client", 111);
    process(42, "nginx", 222);
  }

  private void process(int pid, String name, int inode) throws IOException {
    Path files = Files.createDirectories(proc.resolve(pid + "/fd"));
    Files.writeString(proc.resolve(pid + "/comm"), name + "\n");
    Files.createSymbolicLink(files.resolve("0"), Path.of("/dev/null"));
    Files.createSymbolicLink(files.resolve("3"), Path.of("socket:[" + inode + "]"));
  }

  @Test
  void whoever_listens_is_the_holder_not_whoever_is_connected() {
    assertThat(new Sockets(proc).holder(8080, "tcp")).contains("the process 42 (nginx)");
  }

  @Test
  void another_protocol_or_port_has_no_holder() {
    Sockets sockets = new Sockets(proc);
    assertThat(sockets.holder(8080, "udp")).isEmpty();
    assertThat(sockets.holder(8082, "tcp")).isEmpty();
    assertThat(sockets.isOpen(8080, "tcp")).isTrue();
    assertThat(sockets.isOpen(8080, "udp")).isFalse();
  }

  @Test
  void a_connection_that_only_fades_away_holds_nothing() {
    assertThat(new Sockets(proc).isOpen(8081, "tcp")).isFalse();
  }

  @Test
  void where_nothing_can_be_read_nothing_is_denied() {
    Sockets blind = new Sockets(proc.resolve("nowhere"));
    assertThat(blind.isOpen(8080, "tcp")).isTrue();
    assertThat(blind.holder(8080, "tcp")).isEmpty();
  }

  @Test
  void on_this_machine_a_port_is_told_free_or_held_by_address_and_protocol() throws IOException {
    BindProbe probe = new BindProbe();
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
        DatagramSocket udp = new DatagramSocket(0)) {
      int port = tcp.getLocalPort();
      assertThat(probe.isFree(port, "tcp", "127.0.0.2")).isFalse();
      assertThat(probe.isFree(port, "tcp", "127.0.0.3")).isTrue();
      assertThat(probe.isFree(port, "tcp", null)).as("on all addresses").isFalse();
      assertThat(probe.isFree(port, "udp", "127.0.0.2")).isTrue();
      assertThat(probe.isFree(udp.getLocalPort(), "udp", null)).isFalse();
      assertThat(probe.isFree(udp.getLocalPort(), "tcp", null)).isTrue();
      assertThat(probe.holder(port, "tcp"))
          .contains("the process " + ProcessHandle.current().pid() + " (java)");
    }
  }

  @Test
  void a_listener_on_ipv6_alone_is_seen() throws IOException {
    BindProbe probe = new BindProbe();
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    try (ServerSocket six = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
      assertThat(probe.isFree(six.getLocalPort(), "tcp", "::1")).isFalse();
      assertThat(probe.isFree(six.getLocalPort(), "tcp", null)).isFalse();
    }
  }

  @Test
  void an_address_that_is_not_this_hosts_is_left_to_the_engine() {
    assertThat(new BindProbe().isFree(20_123, "tcp", "192.0.2.1")).isTrue();
  }
}
