package io.helios.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.fixtures.SimulatedRuntime.Operation;
import io.helios.agent.goals.StateFile;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds on a simulated engine, by a clock that is moved by hand. */
class ImageCollectorTest {
  private static final ImageRules DAY = new ImageRules(Duration.ofDays(1), null, false);
  private static final DiskUse FULL = new DiskUse(900, 100);

  @TempDir Path directory;
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };
  private final SimulatedRuntime engine = new SimulatedRuntime(clock);
  private final NewlyUsed newlyUsed = new NewlyUsed();
  private Optional<Set<String>> deployed = Optional.of(Set.of());

  private ImageCollector collector(ImageRules rules) {
    return new ImageCollector(
        engine,
        rules,
        new StateFile(directory.resolve("images")),
        newlyUsed,
        () -> CompletableFuture.completedFuture(deployed),
        clock);
  }

  private void used(String image) {
    engine.addImage(image);
    newlyUsed.ended(new Step.Pull(image, null), new Outcome.Done(), Duration.ZERO);
  }

  private ContainerId container(String image) throws Exception {
    JobId job = new JobId("job", "1", "a".repeat(40));
    return engine.create(
        new ContainerSpec(
            image.replace('/', '_'),
            new TaskLabels("somebody", job, 1, 1),
            Job.newBuilder("job", "1").setId(job).setImage(image).build(),
            Map.of(),
            Map.of()));
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  @Test
  void an_image_that_was_unused_for_too_long_goes_and_one_that_was_not_ours_stays() {
    engine.addImage("foreign:1");
    used("old:1");
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofHours(23));
    collector.round();
    assertThat(engine.imageNames()).containsOnly("foreign:1", "old:1");

    later(Duration.ofHours(1));
    collector.round();

    assertThat(engine.imageNames()).containsOnly("foreign:1");
    assertThat(collector.numbers().toString()).contains("{reason=age}").contains("value=1.0");
  }

  @Test
  void what_a_deployment_asks_for_or_a_container_was_made_of_stays() throws Exception {
    used("deployed:1");
    used("kept:1");
    ContainerId exited = container("kept:1");
    deployed = Optional.of(Set.of("deployed:1", "not-there:1"));
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofDays(30));
    collector.round();
    assertThat(engine.imageNames()).containsOnly("deployed:1", "kept:1");

    // It counts as used until then.
    engine.vanish(exited);
    deployed = Optional.of(Set.of());
    later(Duration.ofHours(23));
    collector.round();
    assertThat(engine.imageNames()).containsOnly("deployed:1", "kept:1");
    later(Duration.ofHours(1));
    collector.round();
    assertThat(engine.imageNames()).isEmpty();
  }

  @Test
  void what_was_used_is_remembered_by_the_next_life_and_counted_from_then() {
    used("old:1");
    collector(DAY).round();
    later(Duration.ofDays(2));

    collector(DAY).round();

    assertThat(engine.imageNames()).isEmpty();
  }

  @Test
  void a_damaged_memory_is_as_good_as_none() throws Exception {
    used("old:1");
    collector(DAY).round();
    byte[] whole = Files.readAllBytes(directory.resolve("images"));
    later(Duration.ofDays(2));
    for (int length = 0; length < whole.length; length++) {
      Files.write(directory.resolve("images"), java.util.Arrays.copyOf(whole, length));
      collector(DAY).round();
      assertThat(engine.imageNames()).as("cut after %d bytes", length).containsOnly("old:1");
    }
  }

  @Test
  void a_dry_run_shows_what_would_go_and_removes_nothing() {
    used("old:1");
    ImageCollector collector = collector(new ImageRules(Duration.ofDays(1), null, true));
    collector.round();
    later(Duration.ofDays(2));
    collector.round();

    assertThat(engine.calls(Operation.REMOVE_IMAGE)).isZero();
    assertThat(collector.view().toString())
        .contains("dryRun=true", "names=[old:1]", "goes=true", "verdict=TOO_OLD");
    assertThat(collector.numbers().toString()).contains("images_to_remove").contains("value=1.0");
  }

  @Test
  void a_full_disk_is_made_less_full_the_longest_unused_first() {
    for (int i = 1; i <= 5; i++) {
      used("image:" + i);
      collector(ImageRules.OFF).round();
      later(Duration.ofHours(1));
    }
    engine.fillDisk(FULL);

    collector(new ImageRules(null, new ImageRules.Disk(90, 75), false)).round();

    assertThat(engine.imageNames()).containsOnly("image:3", "image:4", "image:5");
  }

  @Test
  void at_most_so_many_go_at_once_and_the_rest_a_minute_later() {
    for (int i = 0; i < ImageCollector.AT_ONCE + 3; i++) {
      used("image:" + i);
    }
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofDays(2));
    collector.round();
    assertThat(engine.imageNames()).hasSize(3);

    collector.round();
    assertThat(engine.imageNames()).isEmpty();
  }

  @Test
  void nothing_goes_while_it_is_not_known_what_is_deployed() {
    used("old:1");
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofDays(2));
    deployed = Optional.empty();
    collector.round();

    assertThat(engine.imageNames()).containsOnly("old:1");
  }

  @Test
  void one_that_the_engine_refuses_to_remove_stays_and_holds_up_no_other() {
    used("a:1");
    used("b:1");
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofDays(2));
    engine.failNext(
        Operation.REMOVE_IMAGE,
        io.helios.agent.runtime.RuntimeFailure.Kind.REFUSED,
        "another image was built on it");
    collector.round();
    assertThat(engine.imageNames()).hasSize(1);
    collector.round();
    assertThat(engine.imageNames()).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_makes_no_image_stay_for_longer_than_it_should() {
    used("old:1");
    later(Duration.ofDays(400));
    ImageCollector collector = collector(DAY);
    collector.round();
    later(Duration.ofDays(-400));
    collector.round();
    later(Duration.ofHours(25));
    collector.round();

    assertThat(engine.imageNames()).isEmpty();
  }

  @Test
  void before_the_first_look_it_is_shown_what_is_going_to_be_done() {
    assertThat(collector(new ImageRules(Duration.ofDays(1), null, true)).view())
        .containsEntry("dryRun", true)
        .containsEntry("collecting", false);
    assertThat(collector(DAY).view()).containsEntry("collecting", true);
  }

  @Test
  void while_nothing_is_to_be_removed_an_idle_host_s_engine_is_not_asked() {
    ImageCollector collector = collector(ImageRules.OFF);
    later(Duration.ofDays(1));
    collector.tick();
    collector.close();

    assertThat(engine.calls(Operation.IMAGES)).isZero();
  }
}
