package io.helios.agent.image;

import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which images go. Only those that the agent itself has fetched or used ever do; of these
 * none that a container was made of, that a deployment asks for or that somebody else has named.
 */
final class ImagePlan {
  /** Whatever was of use so lately is likely to be again, such as in a rollout. */
  static final Duration RECENT = Duration.ofMinutes(10);

  private ImagePlan() {}

  /** An image, what is remembered of it (null for nothing) and what becomes of it. */
  record Judged(HostImage image, @Nullable ImageUse use, Verdict verdict) {}

  /** One for each image, in the order in which those that go are to be removed. */
  static List<Judged> of(ImageFacts facts, ImageRules rules) {
    List<HostImage> oldestFirst = new ArrayList<>(facts.images());
    oldestFirst.sort(
        Comparator.comparing((HostImage image) -> last(facts, image)).thenComparing(HostImage::id));
    List<Judged> plan = new ArrayList<>();
    DiskUse disk = facts.disk().orElse(null);
    ImageRules.Disk bounds = rules.disk();
    boolean full = disk != null && bounds != null && disk.percent() >= bounds.high();
    for (HostImage image : oldestFirst) {
      Verdict verdict = verdict(facts, rules, image);
      if (verdict == Verdict.UNUSED
          && full
          && disk != null
          && bounds != null
          && disk.percent() >= bounds.low()) {
        verdict = Verdict.DISK_FULL;
      }
      if (verdict.goes() && disk != null) {
        disk = disk.less(image.bytes());
      }
      plan.add(new Judged(image, facts.known().get(image.id()), verdict));
    }
    return plan;
  }

  /** By age alone. */
  private static Verdict verdict(ImageFacts facts, ImageRules rules, HostImage image) {
    ImageUse use = facts.known().get(image.id());
    if (use == null) {
      return Verdict.FOREIGN;
    }
    if (image.used()) {
      return Verdict.IN_USE;
    }
    if (facts.deployed().contains(image.id())) {
      return Verdict.DEPLOYED;
    }
    if (!use.names().containsAll(image.names())) {
      return Verdict.NAMED_BY_OTHERS;
    }
    // A time that lies ahead was taken before the clock was set back.
    Duration unused = Duration.between(use.last(), facts.now());
    if (unused.compareTo(RECENT) < 0) {
      return Verdict.RECENT;
    }
    Duration limit = rules.unusedFor();
    return limit != null && unused.compareTo(limit) >= 0 ? Verdict.TOO_OLD : Verdict.UNUSED;
  }

  private static Instant last(ImageFacts facts, HostImage image) {
    ImageUse use = facts.known().get(image.id());
    return use == null ? Instant.MAX : use.last();
  }
}
