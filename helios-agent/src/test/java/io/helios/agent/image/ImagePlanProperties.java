package io.helios.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.image.ImagePlan.Judged;
import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Plans for random hosts: images of ours and of others, used and unused, disks of every fullness.
 */
class ImagePlanProperties {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final long DISK = 10_000;

  private static ImageFacts facts(long seed) {
    Random random = new Random(seed);
    List<HostImage> images = new ArrayList<>();
    Map<String, ImageUse> known = new HashMap<>();
    Set<String> deployed = new HashSet<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      String id = "sha256:" + i;
      Set<String> names = new HashSet<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        names.add("repo" + n + ":" + i);
      }
      images.add(new HostImage(id, names, random.nextInt(1_000), random.nextInt(4) == 0));
      if (random.nextInt(5) > 0) {
        Set<String> asked = new HashSet<>(names);
        asked.removeIf(name -> random.nextInt(6) == 0);
        known.put(id, new ImageUse(asked, NOW.minusSeconds(random.nextInt(40_000) - 1_000)));
      }
      if (random.nextInt(5) == 0) {
        deployed.add(id);
      }
    }
    long used = random.nextInt((int) DISK + 1);
    Optional<DiskUse> disk =
        random.nextInt(6) == 0 ? Optional.empty() : Optional.of(new DiskUse(used, DISK - used));
    return new ImageFacts(images, known, deployed, disk, NOW);
  }

  private static ImageRules rules(long seed) {
    Random random = new Random(~seed);
    int high = 1 + random.nextInt(100);
    return new ImageRules(
        random.nextBoolean() ? Duration.ofHours(1 + random.nextInt(10)) : null,
        random.nextBoolean() ? new ImageRules.Disk(high, 1 + random.nextInt(high)) : null,
        random.nextBoolean());
  }

  private static boolean mayGo(ImageFacts facts, HostImage image) {
    ImageUse use = facts.known().get(image.id());
    return use != null
        && !image.used()
        && !facts.deployed().contains(image.id())
        && use.names().containsAll(image.names())
        && !unused(facts, image).minus(ImagePlan.RECENT).isNegative();
  }

  private static Duration unused(ImageFacts facts, HostImage image) {
    return Duration.between(facts.known().get(image.id()).last(), facts.now());
  }

  private static List<Judged> going(ImageFacts facts, ImageRules rules) {
    return ImagePlan.of(facts, rules).stream().filter(one -> one.verdict().goes()).toList();
  }

  @Property
  void only_what_is_ours_and_of_no_use_to_anybody_ever_goes(@ForAll long seed) {
    ImageFacts facts = facts(seed);

    assertThat(going(facts, rules(seed))).allMatch(one -> mayGo(facts, one.image()));
  }

  @Property
  void each_image_is_judged_once(@ForAll long seed) {
    ImageFacts facts = facts(seed);

    assertThat(ImagePlan.of(facts, rules(seed)))
        .extracting(Judged::image)
        .containsExactlyInAnyOrderElementsOf(facts.images());
  }

  @Property
  void nothing_goes_unless_it_is_asked_for(@ForAll long seed) {
    assertThat(going(facts(seed), ImageRules.OFF)).isEmpty();
  }

  @Property
  void by_age_goes_all_that_may_go_and_is_old_enough_and_nothing_else(@ForAll long seed) {
    ImageFacts facts = facts(seed);
    Duration limit = Duration.ofHours(3);

    assertThat(going(facts, new ImageRules(limit, null, false)))
        .extracting(Judged::image)
        .containsExactlyInAnyOrderElementsOf(
            facts.images().stream()
                .filter(image -> mayGo(facts, image))
                .filter(image -> unused(facts, image).compareTo(limit) >= 0)
                .toList());
  }

  @Property
  void a_disk_that_is_not_full_enough_or_unknown_makes_nothing_go(@ForAll long seed) {
    ImageFacts facts = facts(seed);
    int percent = facts.disk().map(DiskUse::percent).orElse(0);

    assertThat(going(facts, new ImageRules(null, new ImageRules.Disk(percent + 1, 1), false)))
        .isEmpty();
  }

  @Property
  void a_full_disk_makes_the_longest_unused_go_and_no_more_than_needed(@ForAll long seed) {
    ImageFacts facts = facts(seed);
    ImageRules rules = new ImageRules(null, new ImageRules.Disk(50, 30), false);
    List<Judged> going = going(facts, rules);
    List<HostImage> stays =
        facts.images().stream()
            .filter(image -> mayGo(facts, image))
            .filter(image -> going.stream().noneMatch(one -> one.image().equals(image)))
            .toList();
    DiskUse disk = facts.disk().orElse(new DiskUse(0, DISK));
    if (disk.percent() < 50) {
      assertThat(going).isEmpty();
      return;
    }
    for (Judged one : going) {
      assertThat(disk.percent()).as("before %s went", one).isGreaterThanOrEqualTo(30);
      assertThat(stays).allMatch(image -> !isLonger(facts, image, one.image()));
      disk = disk.less(one.image().bytes());
    }
    assertThat(stays.isEmpty() || disk.percent() < 30).isTrue();
  }

  private static boolean isLonger(ImageFacts facts, HostImage image, HostImage than) {
    return unused(facts, image).compareTo(unused(facts, than)) > 0;
  }
}
