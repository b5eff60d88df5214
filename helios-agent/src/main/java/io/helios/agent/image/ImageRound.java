package io.helios.agent.image;

import io.helios.agent.runtime.DiskUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one look at the images has found.
 *
 * @param at null before there was one
 */
record ImageRound(
    ImageRules rules, @Nullable Instant at, Optional<DiskUse> disk, List<ImagePlan.Judged> plan) {
  private static final long MEGABYTE = 1_000_000;

  /** Before there was a look. */
  static ImageRound none(ImageRules rules) {
    return new ImageRound(rules, null, Optional.empty(), List.of());
  }

  long going() {
    return plan.stream().filter(one -> one.verdict().goes()).count();
  }

  /** Times are epoch milliseconds. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("collecting", rules.areOn() && !rules.dryRun());
    json.put("dryRun", rules.dryRun());
    if (at != null) {
      json.put("lookedAt", at.toEpochMilli());
    }
    disk.ifPresent(
        use ->
            json.put(
                "disk",
                Map.of(
                    "usedPercent", use.percent(),
                    "used", use.used(),
                    "available", use.available())));
    List<Map<String, Object>> images = new ArrayList<>();
    for (ImagePlan.Judged judged : plan) {
      Map<String, Object> image = new LinkedHashMap<>();
      image.put("id", judged.image().id());
      image.put("names", new TreeSet<>(judged.image().names()));
      image.put("bytes", judged.image().bytes());
      ImageUse use = judged.use();
      if (use != null) {
        image.put("lastUsed", use.last().toEpochMilli());
      }
      image.put("goes", judged.verdict().goes());
      image.put("verdict", judged.verdict().name());
      images.add(image);
    }
    json.put("images", images);
    return json;
  }

  /** For the log. */
  static String words(ImagePlan.Judged judged) {
    ImageUse use = judged.use();
    return "the image %s %s, %d MB, last used %s: %s"
        .formatted(
            judged.image().id(),
            new TreeSet<>(judged.image().names()),
            judged.image().bytes() / MEGABYTE,
            use == null ? "never" : use.last(),
            judged.verdict() == Verdict.DISK_FULL ? "the disk is too full" : "unused for too long");
  }
}
