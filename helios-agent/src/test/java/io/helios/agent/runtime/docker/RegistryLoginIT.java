package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that lets nobody in without a login. */
final class RegistryLoginIT {
  private static final String WRONG = "not-the-password";

  @TempDir private Path directory;
  private final LocalEngine engine = new LocalEngine();
  private LocalRegistry registry;
  private DockerRuntime runtime;
  private Path file;
  private Path named;
  private String image;

  @BeforeEach
  void start() throws Exception {
    registry = LocalRegistry.startWithLogin(directory);
    file = Files.writeString(directory.resolve("config.json"), "{}");
    named = Files.createDirectory(directory.resolve("named"));
    runtime =
        new DockerRuntime(
            engine.endpoint(),
            DockerOptions.none()
                .withPulls(new PullOptions(file, true, named, PullOptions.STALL_LIMIT)));
    image = registry.pushBusybox(engine.client(), "secret", "v1");
  }

  @AfterEach
  void cleanUp() {
    LocalImages.remove(engine.client(), image);
    runtime.close();
    engine.close();
    registry.close();
  }

  private String config(String password) {
    String pair = LocalRegistry.USER + ":" + password;
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + auth + "\"}}}";
  }

  private RuntimeFailure refused(String credentials) {
    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> runtime.pull(image, credentials));
    assertThat(failure).as("failure to pull").isNotNull();
    assertThat(failure.kind()).isEqualTo(Kind.IMAGE_PULL_FAILED);
    return failure;
  }

  @Test
  void nobody_gets_in_without_a_login() {
    assertThat(refused(null))
        .hasMessageContaining("no permission")
        .hasMessageContaining("wants a login, and there is none");
  }

  @Test
  void a_wrong_password_is_refused_and_not_told_and_a_new_one_counts_at_once() throws Exception {
    Files.writeString(file, config(WRONG));
    assertThat(refused(null))
        .hasMessageContaining("does not accept the registry credentials in " + file)
        .message()
        .doesNotContain(WRONG);

    Files.writeString(file, config(LocalRegistry.PASSWORD));
    runtime.pull(image, null);

    assertThat(runtime.hasImage(image)).isTrue();
  }

  @Test
  void a_job_gets_in_with_the_credentials_that_it_names() throws Exception {
    Files.writeString(named.resolve("team-a.json"), config(LocalRegistry.PASSWORD));
    Files.writeString(named.resolve("team-b.json"), config(WRONG));
    assertThat(refused("team-b")).hasMessageContaining("'team-b'");
    assertThat(refused("team-c")).hasMessageContaining("'team-c' are not there");

    runtime.pull(image, "team-a");

    assertThat(runtime.hasImage(image)).isTrue();
  }
}
