package io.helios.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.fixtures.SlowRelay;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.agent.runtime.docker.PullOptions;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.Job;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent on the real engine, with a real registry that fails in every way. */
final class ImageFaultsIT {
  @TempDir private Path directory;
  private final LocalEngine engine = new LocalEngine();
  private final Set<String> images = new HashSet<>();
  private ClusterOfOne cluster;
  private LocalRegistry registry;
  private Path credentials;

  @BeforeEach
  void start() throws Exception {
    credentials = Files.createDirectory(directory.resolve("credentials"));
    registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")));
    cluster = new ClusterOfOne(Files.createDirectory(directory.resolve("state")));
    PullOptions pulls = new PullOptions(null, false, credentials, Duration.ofSeconds(5));
    cluster.runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none().withPulls(pulls));
    cluster.startAgent();
  }

  @AfterEach
  void cleanUp() throws Exception {
    String hostId = cluster.agent.hostId();
    cluster.close();
    engine.removeContainersOf(hostId);
    images.forEach(image -> LocalImages.remove(engine.client(), image));
    engine.close();
    registry.close();
  }

  private Job job(String image) {
    images.add(image);
    return cluster.job("web", image).toBuilder()
        .setPorts(Map.of())
        .setCommand(List.of("sleep", "600"))
        .build();
  }

  private void awaitTrouble(Job job, ThrottleState throttle, String... words) {
    ClusterOfOne.eventually(
        () -> cluster.report(job).filter(r -> r.throttled() == throttle).isPresent());
    TaskReport report = cluster.report(job).orElseThrow();
    assertThat(report.containerError()).contains(job.image());
    assertThat(List.of(words)).allMatch(report.containerError()::contains);
  }

  @Test
  void a_registry_that_is_down_is_told_and_asked_until_it_is_up() throws Exception {
    String image = registry.pushBusybox(engine.client(), "down", "v1");
    registry.goDown();
    Job job = job(image);
    cluster.deploy(job);
    awaitTrouble(job, ThrottleState.IMAGE_PULL_FAILED, "refused");

    registry.comeUp();

    TaskReport running = cluster.awaitState(job, State.RUNNING);
    assertThat(running.throttled()).isEqualTo(ThrottleState.NO);
    assertThat(running.containerError()).isEmpty();
    assertThat(cluster.history(job))
        .containsSubsequence(State.PULLING_IMAGE, State.FAILED, State.RUNNING);
  }

  @Test
  void a_tag_that_nobody_pushed_is_missing_until_somebody_does() throws Exception {
    registry.pushBusybox(engine.client(), "tags", "v1");
    Job job = job(registry.repository("tags:v2"));
    cluster.deploy(job);
    awaitTrouble(job, ThrottleState.IMAGE_MISSING);

    registry.pushBusybox(engine.client(), "tags", "v2");

    cluster.awaitState(job, State.RUNNING);
  }

  @Test
  void a_digest_that_the_registry_does_not_have_is_missing() throws Exception {
    registry.pushBusybox(engine.client(), "digests", "v1");
    Job job = job(registry.repository("digests") + "@sha256:" + "0".repeat(64));
    cluster.deploy(job);

    awaitTrouble(job, ThrottleState.IMAGE_MISSING);
  }

  @Test
  void what_does_not_have_the_digest_that_was_asked_for_is_not_run() throws Exception {
    registry.pushBusybox(engine.client(), "forged", "v1");
    String digest = registry.restate("forged", "v1");
    Path manifest = registry.served(digest);
    String genuine = Files.readString(manifest);
    Files.writeString(manifest, genuine + " ");
    Job job = job(registry.repository("forged") + "@" + digest);
    cluster.deploy(job);
    awaitTrouble(job, ThrottleState.IMAGE_PULL_FAILED, "verification failed", digest);
    assertThat(LocalImages.exists(engine.client(), job.image())).isFalse();

    Files.writeString(manifest, genuine);

    cluster.awaitState(job, State.RUNNING);
  }

  @Test
  void a_registry_that_stalls_is_seen_given_up_and_asked_again() throws Exception {
    registry.pushBusybox(engine.client(), "stalls", "v1");
    try (SlowRelay relay = new SlowRelay(registry.port())) {
      relay.stall();
      Job job = job("127.0.0.1:" + relay.port() + "/stalls:v1");
      cluster.deploy(job);
      cluster.awaitState(job, State.PULLING_IMAGE);
      awaitTrouble(job, ThrottleState.IMAGE_PULL_FAILED, "nothing has moved for 5 s");

      relay.flow();

      cluster.awaitState(job, State.RUNNING);
    }
  }

  @Test
  void an_undeploy_ends_a_pull_that_stalls() throws Exception {
    registry.pushBusybox(engine.client(), "undeployed", "v1");
    try (SlowRelay relay = new SlowRelay(registry.port())) {
      relay.stall();
      Job job = job("127.0.0.1:" + relay.port() + "/undeployed:v1");
      cluster.deploy(job);
      cluster.awaitState(job, State.PULLING_IMAGE);

      cluster.undeploy(job);

      cluster.awaitGone(job);
      assertThat(LocalImages.exists(engine.client(), job.image())).isFalse();
    }
  }

  @Test
  void a_job_without_a_login_runs_as_soon_as_the_operator_gives_it_one() throws Exception {
    try (LocalRegistry secret =
        LocalRegistry.startWithLogin(Files.createDirectory(directory.resolve("secret")))) {
      String image = secret.pushBusybox(engine.client(), "secret", "v1");
      Job job =
          job(image).toBuilder().setImageOptions(new ImageOptions("always", "team-a")).build();
      cluster.deploy(job);
      awaitTrouble(job, ThrottleState.IMAGE_PULL_FAILED, "'team-a' are not there");

      String pair = LocalRegistry.USER + ":" + LocalRegistry.PASSWORD;
      String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      Files.writeString(
          credentials.resolve("team-a.json"),
          "{\"auths\":{\"" + secret.host() + "\":{\"auth\":\"" + auth + "\"}}}");

      cluster.awaitState(job, State.RUNNING);
      assertThat(cluster.events(job).toString())
          .doesNotContain(auth)
          .doesNotContain(LocalRegistry.PASSWORD);
    }
  }

  @Test
  void an_image_that_was_deleted_is_fetched_again_when_the_container_dies() throws Exception {
    String image = registry.pushBusybox(engine.client(), "deleted", "v1");
    Job job = job(image);
    cluster.deploy(job);
    String first = cluster.awaitState(job, State.RUNNING).containerId();
    engine.client().removeImageCmd(image).withForce(true).exec();
    assertThat(LocalImages.exists(engine.client(), image)).isFalse();

    engine.kill(new ContainerId(first));

    ClusterOfOne.eventually(
        () ->
            cluster
                .report(job)
                .filter(r -> r.state() == State.RUNNING && !first.equals(r.containerId()))
                .isPresent());
    assertThat(LocalImages.exists(engine.client(), image)).isTrue();
  }

  @Test
  void what_must_never_be_fetched_runs_once_somebody_brings_it() throws Exception {
    String image = registry.repository("never:v1");
    Job job = job(image).toBuilder().setImageOptions(new ImageOptions("never", null)).build();
    cluster.deploy(job);
    awaitTrouble(job, ThrottleState.IMAGE_MISSING, "never fetched");

    LocalImages.tagBusybox(engine.client(), registry.repository("never"), "v1");

    cluster.awaitState(job, State.RUNNING);
  }
}
