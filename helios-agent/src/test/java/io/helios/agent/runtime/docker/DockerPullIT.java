package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DockerPullIT {
  @TempDir private Path directory;
  private final LocalEngine engine = new LocalEngine();
  private final DockerRuntime runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());

  @AfterEach
  void close() {
    runtime.close();
    engine.close();
  }

  private RuntimeFailure failedPull(String image) {
    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> runtime.pull(image, null));
    assertThat(failure).as("failure to pull").isNotNull();
    return failure;
  }

  @Test
  void an_image_is_fetched_from_its_registry() throws Exception {
    try (LocalRegistry registry = LocalRegistry.start(directory)) {
      String image = registry.pushBusybox(engine.client(), "pulled", "v1");
      assertThat(runtime.hasImage(image)).isFalse();

      runtime.pull(image, null);

      assertThat(runtime.hasImage(image)).isTrue();
      LocalImages.remove(engine.client(), image);
    }
  }

  @Test
  void without_a_tag_it_is_latest_that_is_fetched_and_nothing_else() throws Exception {
    try (LocalRegistry registry = LocalRegistry.start(directory)) {
      String other = registry.pushBusybox(engine.client(), "tagged", "other");
      String latest = registry.pushBusybox(engine.client(), "tagged", "latest");

      runtime.pull(registry.repository("tagged"), null);

      assertThat(runtime.hasImage(latest)).isTrue();
      assertThat(runtime.hasImage(other)).isFalse();
      LocalImages.remove(engine.client(), latest);
    }
  }

  @Test
  void an_image_is_fetched_by_its_digest() throws Exception {
    try (LocalRegistry registry = LocalRegistry.start(directory)) {
      String image = registry.pushBusybox(engine.client(), "digested", "v1");
      runtime.pull(image, null);
      InspectImageResponse pulled = engine.client().inspectImageCmd(image).exec();
      String byDigest =
          pulled.getRepoDigests().stream()
              .filter(digest -> digest.startsWith(registry.repository("digested")))
              .findFirst()
              .orElseThrow();
      LocalImages.remove(engine.client(), image);
      LocalImages.remove(engine.client(), byDigest);
      assertThat(runtime.hasImage(byDigest)).isFalse();

      runtime.pull(byDigest, null);

      assertThat(runtime.hasImage(byDigest)).isTrue();
      LocalImages.remove(engine.client(), byDigest);
    }
  }

  @Test
  void an_image_that_the_registry_does_not_know_is_missing() throws Exception {
    try (LocalRegistry registry = LocalRegistry.start(directory)) {
      registry.pushBusybox(engine.client(), "known", "v1");

      for (String name : new String[] {"known:v2", "unknown:v1"}) {
        RuntimeFailure failure = failedPull(registry.repository(name));
        assertThat(failure.kind()).as(name).isEqualTo(Kind.IMAGE_MISSING);
        assertThat(failure).hasMessageContaining(registry.repository(name));
      }
    }
  }

  @Test
  void a_registry_that_is_away_does_not_make_the_image_missing() throws Exception {
    String image = "127.0.0.1:" + LocalRegistry.freePort() + "/away:v1";

    RuntimeFailure failure = failedPull(image);

    assertThat(failure.kind()).isEqualTo(Kind.IMAGE_PULL_FAILED);
    assertThat(failure.getMessage()).contains(image).contains("refused").doesNotContain("{");
  }

  @Test
  void a_registry_that_wants_a_login_says_so() throws Exception {
    try (LocalRegistry registry = LocalRegistry.startWithLogin(directory)) {
      RuntimeFailure failure = failedPull(registry.repository("secret:v1"));

      assertThat(failure.kind()).isEqualTo(Kind.IMAGE_PULL_FAILED);
      assertThat(failure).hasMessageContaining("no permission").hasMessageContaining("a login");
    }
  }

  @Test
  void an_interrupt_ends_a_pull_from_a_registry_that_hangs() throws Exception {
    try (ServerSocket hanging = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      AtomicReference<Object> outcome = new AtomicReference<>();
      Thread puller =
          new Thread(
              () -> {
                RuntimeFailure failure =
                    failedPull("127.0.0.1:" + hanging.getLocalPort() + "/hangs:v1");
                outcome.set(Thread.currentThread().isInterrupted() ? failure : "no interrupt");
              });
      puller.start();
      acceptOne(hanging);

      puller.interrupt();

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAtomic(outcome, org.hamcrest.Matchers.instanceOf(RuntimeFailure.class));
      // The engine goes on for as long as somebody listens.
      await().atMost(Duration.ofSeconds(5)).until(DockerPullIT::nobodyListens);
    }
  }

  private static boolean nobodyListens() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("docker-java-stream"));
  }

  private static void acceptOne(ServerSocket server) throws IOException {
    server.setSoTimeout(20_000);
    server.accept();
  }
}
