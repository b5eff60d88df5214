package io.helios.agent.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.task.PortsFact;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Plans on random hosts: some ports held by other tasks, some by strangers, few in the range. */
class PortPlanProperties {
  private static final int LOWEST = 20_000;
  private static final PortRange RANGE = new PortRange(LOWEST, LOWEST + 12);
  private static final JobId TASK = new JobId("web", "1", "a");

  /** One random host and what a task wants of it. */
  private static final class Host {
    final Random random;
    final Map<String, PortMapping> wanted = new HashMap<>();
    final Map<String, PortMapping> before = new HashMap<>();
    final List<Claim> others = new ArrayList<>();
    final Set<String> strangers = new HashSet<>();

    Host(long seed) {
      random = new Random(seed);
      Set<String> ownStatic = new HashSet<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        PortMapping mapping = new PortMapping(80 + i, null, protocol(), ip());
        if (random.nextInt(3) == 0) {
          mapping = mapping.withExternalPort(port());
          if (!ownStatic.add(mapping.externalPort() + mapping.protocol())) {
            continue; // No valid job has it twice.
          }
        }
        wanted.put("p" + i, mapping);
        if (random.nextBoolean()) {
          before.put("p" + i, mapping.withExternalPort(port()));
        }
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        others.add(new Claim(new JobId("job" + i, "1", "x"), port(), protocol(), ip()));
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        strangers.add(port() + protocol());
      }
    }

    /** Also beyond the range: it may have been another one before. */
    private int port() {
      return LOWEST - 4 + random.nextInt(20);
    }

    private String protocol() {
      return random.nextBoolean() ? PortMapping.TCP : PortMapping.UDP;
    }

    private String ip() {
      return switch (random.nextInt(4)) {
        case 0 -> "10.0.0.1";
        case 1 -> "10.0.0.2";
        default -> null;
      };
    }

    boolean isFree(int port, String protocol, String ip) {
      return !strangers.contains(port + protocol);
    }

    PortsFact plan() {
      return plan(before);
    }

    PortsFact plan(Map<String, PortMapping> had) {
      return PortPlan.assign(RANGE, "A", TASK, wanted, had, others, this::isFree);
    }

    boolean clashes(PortMapping mapping) {
      return others.stream()
          .anyMatch(
              other -> other.clashesWith(mapping.externalPort(), mapping.protocol(), mapping.ip()));
    }
  }

  @Property
  void a_task_gets_all_its_ports_or_says_for_what_it_waits(@ForAll long seed) {
    Host host = new Host(seed);
    PortsFact fact = host.plan();
    if (fact.waitingFor() == null) {
      assertThat(fact.assigned().keySet()).isEqualTo(host.wanted.keySet());
      assertThat(fact.assigned().values()).noneMatch(mapping -> mapping.externalPort() == null);
    } else {
      assertThat(fact.assigned()).isEmpty();
      assertThat(fact.waitingFor()).isNotBlank();
    }
  }

  @Property
  void no_port_is_given_that_another_task_holds(@ForAll long seed) {
    Host host = new Host(seed);
    assertThat(host.plan().assigned().values()).noneMatch(host::clashes);
  }

  @Property
  void a_mapping_keeps_all_but_its_external_port_and_a_static_one_keeps_that_too(
      @ForAll long seed) {
    Host host = new Host(seed);
    host.plan()
        .assigned()
        .forEach(
            (name, mapping) -> {
              PortMapping wanted = host.wanted.get(name);
              assertThat(mapping).isEqualTo(wanted.withExternalPort(mapping.externalPort()));
              if (wanted.externalPort() != null) {
                assertThat(mapping).isEqualTo(wanted);
              }
            });
  }

  @Property
  void two_mappings_of_a_task_never_clash(@ForAll long seed) {
    List<Claim> seen = new ArrayList<>();
    for (PortMapping mapping : new Host(seed).plan().assigned().values()) {
      Claim claim = new Claim(TASK, mapping.externalPort(), mapping.protocol(), mapping.ip());
      assertThat(seen)
          .noneMatch(one -> one.clashesWith(claim.port(), claim.protocol(), claim.ip()));
      seen.add(claim);
    }
  }

  @Property
  void a_port_that_the_task_never_had_is_from_the_range_and_free_on_the_host(@ForAll long seed) {
    Host host = new Host(seed);
    host.plan(Map.of())
        .assigned()
        .forEach(
            (name, mapping) -> {
              if (host.wanted.get(name).externalPort() == null) {
                assertThat(mapping.externalPort())
                    .isBetween(RANGE.start(), RANGE.start() + RANGE.size() - 1);
                assertThat(host.isFree(mapping.externalPort(), mapping.protocol(), mapping.ip()))
                    .isTrue();
              }
            });
  }

  @Property
  void what_was_assigned_stays_so_whatever_the_range_says_later(@ForAll long seed) {
    Host host = new Host(seed);
    PortsFact first = host.plan();
    if (first.waitingFor() != null) {
      return;
    }
    PortsFact later =
        PortPlan.assign(
            new PortRange(40_000, 40_001),
            "B",
            TASK,
            host.wanted,
            first.assigned(),
            host.others,
            (port, protocol, ip) -> false);
    assertThat(later).isEqualTo(first);
  }

  @Property
  void a_static_port_waits_exactly_while_another_task_holds_it(@ForAll long seed) {
    Host host = new Host(seed);
    host.wanted.values().removeIf(mapping -> mapping.externalPort() == null);
    boolean held = host.wanted.values().stream().anyMatch(host::clashes);
    PortsFact fact = host.plan();
    assertThat(fact.waitingFor() != null).isEqualTo(held);
    if (held) {
      assertThat(host.others)
          .anyMatch(other -> fact.waitingFor().endsWith(", held by " + other.holder()));
    }
  }
}
