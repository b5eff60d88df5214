package io.helios.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LightFleetTest extends FleetContract {
  @Override
  protected Fleet start(
      EmbeddedZooKeeper server, String cluster, Path directory, Fleet.Listener listener)
      throws IOException {
    return LightFleet.start(
        loop,
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())),
        cluster,
        new LightFleet.Options(5, 2, 100, 1),
        StartTimes.measured(),
        listener);
  }

  @Test
  void agents_share_sessions_if_they_are_told_to() {
    assertThat(fleet().sessions()).isEqualTo(3);
  }
}
