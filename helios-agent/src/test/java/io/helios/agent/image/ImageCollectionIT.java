package io.helios.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.goals.StateFile;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images made on the spot, on the real engine; others' images on it are none of its business. */
final class ImageCollectionIT {
  private final String repository = "helios-test/gc-" + UUID.randomUUID();
  private final LocalEngine engine = new LocalEngine();
  private final DockerRuntime runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());
  private final NewlyUsed newlyUsed = new NewlyUsed();
  private Set<String> deployed = Set.of();
  @TempDir Path directory;

  @AfterEach
  void cleanUp() {
    runtime.close();
    for (String tag :
        List.of("old", "older", "twice", "again", "held", "wanted", "named", "other")) {
      LocalImages.remove(engine.client(), name(tag));
    }
    LocalImages.remove(engine.client(), name("foreign"));
    engine.close();
  }

  private String name(String tag) {
    return repository + ":" + tag;
  }

  private String made(String tag) {
    return LocalImages.spare(engine.client(), name(tag));
  }

  private void used(String tag) {
    newlyUsed.ended(new Step.Pull(name(tag), null), new Outcome.Done(), Duration.ZERO);
  }

  private boolean exists(String tag) {
    return LocalImages.exists(engine.client(), name(tag));
  }

  private void roundAfter(Duration time, ImageRules rules) {
    new ImageCollector(
            runtime,
            rules,
            new StateFile(directory.resolve("images")),
            newlyUsed,
            () -> CompletableFuture.completedFuture(Optional.of(deployed)),
            Clock.offset(Clock.systemUTC(), time))
        .round();
  }

  @Test
  void only_images_that_were_used_here_and_are_of_use_to_nobody_are_removed() {
    for (String tag : List.of("old", "older", "twice", "held", "wanted", "named", "foreign")) {
      made(tag);
    }
    engine.client().tagImageCmd(name("twice"), repository, "again").exec();
    engine.client().tagImageCmd(name("named"), repository, "other").exec();
    for (String tag : List.of("old", "older", "twice", "again", "held", "wanted", "named")) {
      used(tag);
    }
    deployed = Set.of(name("wanted"));
    String container =
        engine.client().createContainerCmd(name("held")).withCmd("true").exec().getId();
    try {
      roundAfter(Duration.ZERO, new ImageRules(Duration.ofHours(1), null, false));
      assertThat(exists("old")).isTrue();

      roundAfter(Duration.ofHours(2), new ImageRules(Duration.ofHours(1), null, true));
      assertThat(exists("old")).as("after a dry run").isTrue();

      roundAfter(Duration.ofHours(2), new ImageRules(Duration.ofHours(1), null, false));

      for (String tag : List.of("old", "older", "twice", "again")) {
        assertThat(exists(tag)).as(tag).isFalse();
      }
      for (String tag : List.of("held", "wanted", "named", "other", "foreign")) {
        assertThat(exists(tag)).as(tag).isTrue();
      }
    } finally {
      engine.client().removeContainerCmd(container).withForce(true).exec();
    }
  }

  @Test
  void a_disk_that_counts_as_full_makes_unused_images_go() {
    made("old");
    made("foreign");
    used("old");
    roundAfter(Duration.ZERO, ImageRules.OFF);

    roundAfter(Duration.ofHours(1), new ImageRules(null, new ImageRules.Disk(1, 1), false));

    assertThat(exists("old")).isFalse();
    assertThat(exists("foreign")).isTrue();
  }
}
