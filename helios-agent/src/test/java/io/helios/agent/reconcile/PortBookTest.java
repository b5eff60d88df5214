package io.helios.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.ports.Claim;
import io.helios.agent.ports.PortRange;
import io.helios.agent.task.Demand;
import io.helios.agent.task.PortsFact;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PortBookTest {
  private static final JobId OTHER = new JobId("other", "1", "c");

  private final PortBook book =
      new PortBook(PortRange.parse("20000:20001"), "seed", (port, protocol, ip) -> false);

  private PortsFact fact(String network, List<Claim> others) {
    return fact(network, 80, others);
  }

  private PortsFact fact(String network, int internal, List<Claim> others) {
    Job job =
        Job.newBuilder("web", "1")
            .setNetworkMode(network)
            .setPorts(Map.of("http", PortMapping.of(internal)))
            .build();
    Demand demand = new Demand(job, Goal.START, 1, false);
    return book.fact(job.id(), demand, new Task(), List.of(), () -> others);
  }

  @Test
  void a_job_in_the_hosts_network_needs_the_port_that_it_binds_and_none_of_the_range() {
    assertThat(fact("host", List.of()).assigned())
        .containsExactly(Map.entry("http", PortMapping.of(80, 80)));
    assertThat(fact("bridge", List.of()).waitingFor()).isEqualTo("a free port in 20000:20001");
  }

  @Test
  void in_the_hosts_network_nothing_is_chosen_for_a_port_that_only_its_process_will_know() {
    assertThat(fact("host", 0, List.of()).assigned())
        .containsExactly(Map.entry("http", PortMapping.of(0)));
  }

  @Test
  void two_jobs_in_the_hosts_network_cannot_have_one_port() {
    assertThat(fact("host", List.of(new Claim(OTHER, 80, "tcp", null))).waitingFor())
        .contains("port 80/tcp")
        .contains("other");
  }

  @Test
  void a_job_in_another_containers_network_waits_for_no_port() {
    PortsFact fact = fact("container:x", List.of(new Claim(OTHER, 80, "tcp", null)));

    assertThat(fact.waitingFor()).isNull();
    assertThat(fact.assigned()).containsExactly(Map.entry("http", PortMapping.of(80)));
  }
}
