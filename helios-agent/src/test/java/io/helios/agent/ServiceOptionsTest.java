package io.helios.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceOptionsTest {
  @TempDir Path directory;
  private Path resolver;

  @BeforeEach
  void begin() {
    resolver = directory.resolve("resolv.conf");
  }

  private ServiceRegistrarOptions parsed(String... arguments) throws Exception {
    return new AgentCommandLine("h1", Map.of(), resolver).parse(arguments).registrar();
  }

  @Test
  void the_domain_is_the_first_that_the_resolver_was_told() throws Exception {
    Files.writeString(resolver, "# domain no\nsearch a b\n domain\tone.net \ndomain two.net\n");
    assertThat(parsed().domain()).isEqualTo("one.net");
    assertThat(parsed("--domain", "given.net").domain()).isEqualTo("given.net");
    assertThat(parsed("--domain", "").domain()).isEmpty();
  }

  @Test
  void without_a_resolver_or_its_domain_there_is_none() throws Exception {
    assertThat(parsed()).isEqualTo(ServiceRegistrarOptions.NONE);
    Files.writeString(resolver, "nameserver 127.0.0.1\ndomain\n");
    assertThat(parsed().domain()).isEmpty();
  }

  @Test
  void registry_and_plugin_are_heard() throws Exception {
    assertThat(parsed("--service-registry", "tcp://r:1", "--service-registrar-plugin", "/p.jar"))
        .isEqualTo(new ServiceRegistrarOptions("", "tcp://r:1", Path.of("/p.jar")));
  }
}
