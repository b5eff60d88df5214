package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTakenTest {
  @TempDir private Path directory;

  @Test
  void a_taken_port_is_named_with_its_option_and_its_holder() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = holder.getLocalPort();
      MasterApplication master =
          new MasterApplication(
              MasterOptions.of(
                  "m",
                  ZooKeeperOptions.of("localhost:1"),
                  new ListenAddress("127.0.0.1", 0),
                  new ListenAddress("127.0.0.1", port),
                  directory),
              MasterOutside.NONE,
              InMemoryTree.create(),
              Clock.systemUTC());
      assertThatThrownBy(master::start)
          .isInstanceOf(MasterFailed.class)
          .hasMessageContaining("Port " + port + " is taken")
          .hasMessageContaining("--admin");
      assertThat(PortHolder.of(port)).hasValueSatisfying(it -> assertThat(it).contains("process"));
      master.stop();
    }
  }
}
