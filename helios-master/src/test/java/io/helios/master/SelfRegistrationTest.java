package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.master.cleanup.CleanupRules;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistration;
import io.helios.serviceregistration.ServiceRegistration.Endpoint;
import io.helios.serviceregistration.ServiceRegistrationHandle;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfRegistrationTest {
  @TempDir Path directory;
  private final List<Endpoint> registered = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @Test
  void a_master_is_found_by_its_clients_while_it_lives() throws Exception {
    MasterOutside outside =
        new MasterOutside(List.of(), Optional.of(Registrar::new), "example.org");
    MasterFixture cluster =
        MasterFixture.begun(
            new InMemoryStore(), directory, Clock.systemUTC(), CleanupRules.DEFAULT, outside);
    await().atMost(Duration.ofSeconds(20)).until(() -> registered.size() == 1);
    Endpoint endpoint = registered.get(0);
    assertThat(endpoint.getName()).isEqualTo("helios");
    assertThat(endpoint.getProtocol()).isEqualTo("http");
    assertThat(endpoint.getPort()).isEqualTo(cluster.master.httpPort());
    assertThat(endpoint.getDomain()).isEqualTo("example.org");
    assertThat(endpoint.getHost()).isEqualTo("master1");
    cluster.close();
    assertThat(calls).containsExactly("register", "unregister", "close");
  }

  private final class Registrar implements ServiceRegistrar {
    @Override
    public ServiceRegistrationHandle register(ServiceRegistration registration) {
      registered.addAll(registration.getEndpoints());
      calls.add("register");
      return new ServiceRegistrationHandle() {};
    }

    @Override
    public void unregister(ServiceRegistrationHandle handle) {
      calls.add("unregister");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
