package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.helios.agent.fixtures.TlsEngine;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is reached over TCP with TLS. */
final class TlsEngineIT {
  @TempDir private static Path directory;
  private static TlsEngine engine;

  @BeforeAll
  static void start() throws Exception {
    engine = new TlsEngine(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private static DockerRuntime with(Path certificates) {
    return new DockerRuntime(
        DockerEndpoint.parse(engine.address(), certificates), DockerOptions.none());
  }

  @Test
  void a_client_with_the_right_certificates_is_served() throws Exception {
    try (var runtime = with(engine.trusted())) {
      assertThat(runtime.version().apiVersion()).isNotBlank();
      assertThat(runtime.list("nobody")).isEmpty();
    }
  }

  @Test
  void a_certificate_that_the_engine_does_not_trust_opens_nothing() throws Exception {
    try (var runtime = with(engine.stranger())) {
      RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, runtime::version);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining(engine.address());
    }
  }

  @Test
  void an_engine_that_the_client_does_not_trust_is_told_as_that() throws Exception {
    try (var runtime = with(engine.distrustful())) {
      RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, runtime::version);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining(engine.address()).hasMessageContaining("TLS");
    }
  }

  @Test
  void without_certificates_nothing_is_served() throws Exception {
    try (var runtime =
        new DockerRuntime(DockerEndpoint.parse(engine.address(), null), DockerOptions.none())) {
      RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, runtime::version);

      assertThat(failure).isNotNull().hasMessageContaining("HTTPS");
    }
  }
}
