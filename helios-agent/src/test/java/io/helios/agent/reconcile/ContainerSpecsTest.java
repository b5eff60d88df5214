package io.helios.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.task.Step;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContainerSpecsTest {
  private final ContainerSpecs specs =
      new ContainerSpecs(
          new HostName("box"),
          "ID",
          Map.of("A", "agent", "B", "agent", "HELIOS_PORT_p", "agent", "HELIOS_PORT_q", "agent"));

  private Map<String, String> env(Map<String, PortMapping> ports, Map<String, String> env) {
    Job job = Job.newBuilder("web", "1").setEnv(env).build();
    return specs.spec(new Step.Create(job, 7, 1, ports, false)).env();
  }

  @Test
  void the_job_overrides_the_ports_and_the_ports_override_the_agent() {
    assertThat(
            env(
                Map.of("p", PortMapping.of(80, 8080), "q", PortMapping.of(81, 8081)),
                Map.of("B", "job", "HELIOS_PORT_q", "job")))
        .containsOnly(
            Map.entry("A", "agent"),
            Map.entry("B", "job"),
            Map.entry("HELIOS_PORT_p", "box:8080"),
            Map.entry("HELIOS_PORT_q", "job"));
  }

  @Test
  void a_port_that_is_not_published_is_told_to_nobody() {
    assertThat(env(Map.of("x", PortMapping.of(80)), Map.of())).doesNotContainKey("HELIOS_PORT_x");
  }
}
