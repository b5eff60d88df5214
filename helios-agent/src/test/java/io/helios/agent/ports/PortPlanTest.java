package io.helios.agent.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.agent.task.PortsFact;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PortPlanTest {
  private static final JobId WEB = new JobId("web", "1", "a");
  private static final JobId OTHER = new JobId("other", "1", "b");
  private static final HostPorts ALL_FREE = (port, protocol, ip) -> true;
  private static final PortRange RANGE = new PortRange(20_000, 20_010);
  private static final Map<String, PortMapping> DYNAMIC = Map.of("http", PortMapping.of(80));

  @Test
  void a_dynamic_port_comes_from_the_range_and_skips_what_is_not_free() {
    PortsFact fact =
        PortPlan.assign(
            RANGE, "A", WEB, DYNAMIC, Map.of(), List.of(), (port, protocol, ip) -> port == 20_007);
    assertThat(external(fact, "http")).isEqualTo(20_007);
  }

  @Test
  void a_task_keeps_its_port_although_the_range_changed_and_it_listens_there_itself() {
    Map<String, PortMapping> before = Map.of("http", PortMapping.of(80, 31_000));
    PortsFact fact =
        PortPlan.assign(RANGE, "A", WEB, DYNAMIC, before, List.of(), (port, protocol, ip) -> false);
    assertThat(external(fact, "http")).isEqualTo(31_000);
  }

  @Test
  void a_port_that_another_task_took_meanwhile_is_replaced() {
    Map<String, PortMapping> before = Map.of("http", PortMapping.of(80, 20_003));
    PortsFact fact =
        PortPlan.assign(
            RANGE,
            "A",
            WEB,
            DYNAMIC,
            before,
            List.of(new Claim(OTHER, 20_003, "tcp", null)),
            ALL_FREE);
    assertThat(external(fact, "http")).isNotEqualTo(20_003);
  }

  @Test
  void a_static_port_that_another_task_holds_is_waited_for_by_name() {
    PortsFact fact =
        PortPlan.assign(
            RANGE,
            "A",
            WEB,
            Map.of("http", PortMapping.of(80, 8080), "more", PortMapping.of(81)),
            Map.of(),
            List.of(new Claim(OTHER, 8080, "tcp", null)),
            ALL_FREE);
    assertThat(fact.waitingFor()).isEqualTo("port 8080/tcp, held by other:1:b");
    assertThat(fact.assigned()).isEmpty();
  }

  @Test
  void the_same_number_is_no_clash_for_another_protocol_or_address() {
    Map<String, PortMapping> wanted =
        Map.of("dns", new PortMapping(53, 53, PortMapping.UDP, "10.0.0.1"));
    List<Claim> others =
        List.of(new Claim(OTHER, 53, "tcp", null), new Claim(OTHER, 53, "udp", "10.0.0.2"));
    assertThat(PortPlan.assign(RANGE, "A", WEB, wanted, Map.of(), others, ALL_FREE).waitingFor())
        .isNull();
  }

  @Test
  void an_exhausted_range_is_waited_for() {
    PortsFact fact =
        PortPlan.assign(
            RANGE, "A", WEB, DYNAMIC, Map.of(), List.of(), (port, protocol, ip) -> false);
    assertThat(fact.waitingFor()).isEqualTo("a free port in 20000:20010");
  }

  @Property
  void no_two_tasks_ever_share_a_dynamic_port(@ForAll @IntRange(min = 1, max = 10) int tasks) {
    List<Claim> claims = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < tasks; i++) {
      JobId task = new JobId("job" + i, "1", "x");
      PortsFact fact = PortPlan.assign(RANGE, "A", task, DYNAMIC, Map.of(), claims, ALL_FREE);
      int port = external(fact, "http");
      assertThat(seen.add(port)).isTrue();
      claims.add(new Claim(task, port, "tcp", null));
    }
  }

  @Test
  void ranges_are_read_and_bad_ones_named() {
    assertThat(PortRange.parse("20000:32768")).isEqualTo(new PortRange(20_000, 32_768));
    for (String bad : List.of("", "1", "2:1", "a:b", "1:2:3", "0:5", "5:70000")) {
      assertThatThrownBy(() -> PortRange.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Invalid port range: " + bad);
    }
  }

  private static int external(PortsFact fact, String name) {
    return fact.assigned().get(name).externalPort();
  }
}
