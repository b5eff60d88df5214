package io.helios.agent.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.agent.condition.Conditions;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.fixtures.InMemoryServiceRegistrar;
import io.helios.serviceregistration.fixtures.InMemoryServiceRegistrar.Mood;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
  private static final Job JOB =
      Job.newBuilder("web", "1")
          .setId(new JobId("web", "1", "a".repeat(40)))
          .setImage("i")
          .setPorts(Map.of("http", PortMapping.of(80)))
          .setRegistration(Map.of(ServiceEndpoint.parse("shop"), ServicePorts.of("http")))
          .build();

  private final InMemoryServiceRegistrar registrar = new InMemoryServiceRegistrar();
  private final Conditions conditions = new Conditions();
  private final Registrations registrations = of(() -> registrar);

  private Registrations of(Supplier<ServiceRegistrar> source) {
    return new Registrations(
        Optional.of(source),
        new ServiceEndpoints(new HostName("h1"), ""),
        conditions,
        Duration.ofMillis(50));
  }

  private static Observed container(String id) {
    return new Observed(
        new ContainerId(id),
        new TaskLabels("H", JOB.id(), 1, 1),
        Observed.Phase.RUNNING,
        Map.of("http", new PortMapping(80, 20_001, "tcp", null)),
        Map.of(),
        null,
        null,
        null,
        false,
        "",
        null);
  }

  @AfterEach
  void end() {
    registrar.release();
    registrations.close();
  }

  @Test
  void registering_twice_registers_once() throws Exception {
    registrations.register(JOB, container("c"));
    registrations.register(JOB, container("c"));
    assertThat(registrar.calls()).containsExactly("register");
  }

  @Test
  void a_call_that_ends_too_late_is_waited_for_and_not_made_again() throws Exception {
    registrar.become(Mood.HANGING);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> registrations.register(JOB, container("c")))
          .isInstanceOf(RegistrarFailure.class)
          .hasMessageContaining("50 ms");
    }
    assertThat(conditions.present()).containsKey(Conditions.REGISTRAR);
    registrar.release();
    await().until(() -> registrar.endpoints().size() == 1);
    registrations.register(JOB, container("c"));
    assertThat(registrar.calls()).containsExactly("register");
    assertThat(conditions.present()).isEmpty();
  }

  @Test
  void what_is_withdrawn_while_it_is_being_registered_is_not_left_behind() throws Exception {
    registrar.become(Mood.HANGING);
    assertThatThrownBy(() -> registrations.register(JOB, container("c")))
        .isInstanceOf(RegistrarFailure.class);
    assertThatThrownBy(() -> registrations.withdraw(new ContainerId("c")))
        .isInstanceOf(RegistrarFailure.class);
    registrar.release();
    await().until(() -> registrar.endpoints().size() == 1);
    registrations.withdraw(new ContainerId("c"));
    assertThat(registrar.endpoints()).isEmpty();
  }

  @Test
  void a_withdrawal_that_failed_is_tried_again_and_one_that_did_not_is_over() throws Exception {
    registrations.register(JOB, container("c"));
    registrar.become(Mood.THROWING);
    assertThatThrownBy(() -> registrations.withdraw(new ContainerId("c")))
        .isInstanceOf(RegistrarFailure.class)
        .hasMessageContaining("the registry is not there");
    registrar.become(Mood.WELL);
    registrations.withdraw(new ContainerId("c"));
    registrations.withdraw(new ContainerId("c"));
    assertThat(registrar.endpoints()).isEmpty();
    assertThat(registrar.calls()).containsExactly("register", "unregister", "unregister");
  }

  @Test
  void when_every_call_hangs_the_next_one_fails_without_being_made() throws Exception {
    registrar.become(Mood.HANGING);
    for (int i = 0; i < 4; i++) {
      String id = "c" + i;
      assertThatThrownBy(() -> registrations.register(JOB, container(id)))
          .isInstanceOf(RegistrarFailure.class);
    }
    await().until(() -> registrar.calls().size() == 4);
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> registrations.register(JOB, container("c5")))
                    .isInstanceOf(RegistrarFailure.class)
                    .hasMessageContaining("all calls hang"));
    assertThat(registrar.calls()).hasSize(4);
  }

  @Test
  void a_registrar_that_cannot_be_made_is_made_at_the_next_try() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    try (Registrations late =
        of(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("no registry yet");
              }
              return registrar;
            })) {
      assertThatThrownBy(() -> late.register(JOB, container("c")))
          .isInstanceOf(RegistrarFailure.class)
          .hasMessageContaining("no registry yet");
      late.register(JOB, container("c"));
    }
    assertThat(registrar.endpoints()).hasSize(1);
    assertThat(registrar.isClosed()).isTrue();
  }

  @Test
  void closing_takes_nothing_back() throws Exception {
    registrations.register(JOB, container("c"));
    registrations.close();
    assertThat(registrar.isClosed()).isTrue();
    assertThat(registrar.endpoints()).hasSize(1);
  }
}
