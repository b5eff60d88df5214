package io.helios.agent.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkPortsTest {
  private static final Map<String, PortMapping> PORTS =
      Map.of(
          "http", PortMapping.of(80, 8080), "any", new PortMapping(53, null, "udp", "127.0.0.1"));

  private static Job job(String network) {
    return Job.newBuilder("web", "1").setNetworkMode(network).setPorts(PORTS).build();
  }

  @Test
  void in_a_network_of_the_engine_the_mappings_are_the_jobs() {
    assertThat(NetworkPorts.of(job(null))).isEqualTo(PORTS);
    assertThat(NetworkPorts.of(job("bridge"))).isEqualTo(PORTS);
    assertThat(NetworkPorts.arePublished(job(null))).isTrue();
  }

  @Test
  void in_the_hosts_network_a_process_holds_the_port_that_it_binds() {
    assertThat(NetworkPorts.of(job("host")))
        .containsOnly(
            Map.entry("http", PortMapping.of(80, 80)),
            Map.entry("any", new PortMapping(53, 53, "udp", "127.0.0.1")));
    assertThat(NetworkPorts.arePublished(job("host"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"container:x", "none"})
  void elsewhere_nothing_is_published(String network) {
    assertThat(NetworkPorts.of(job(network)))
        .containsOnly(
            Map.entry("http", PortMapping.of(80)),
            Map.entry("any", new PortMapping(53, null, "udp", "127.0.0.1")));
    assertThat(NetworkPorts.arePublished(job(network))).isFalse();
  }
}
