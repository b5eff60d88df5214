package io.helios.benchmarks.agents;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.FleetContract;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.coordination.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AgentFleetTest extends FleetContract {
  @Override
  protected Fleet start(
      EmbeddedZooKeeper server, String cluster, Path directory, Fleet.Listener listener)
      throws IOException, InterruptedException {
    return start(3, server.connect(), directory, listener);
  }

  private Fleet start(int hosts, String zookeeper, Path directory, Fleet.Listener listener)
      throws IOException, InterruptedException {
    return AgentFleet.start(
        loop,
        zookeeper,
        directory,
        new AgentFleet.Options(hosts, IMAGE, 100, 1),
        StartTimes.measured(),
        listener);
  }

  @Test
  void more_than_a_process_has_threads_for_are_refused() {
    assertThatThrownBy(
            () -> start(AgentFleet.MOST + 1, "localhost:1", Path.of("none"), (h, j, z) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most");
  }
}
