package io.helios.agent;

import io.helios.agent.image.ImageRules;
import java.time.Duration;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** The options by which images are removed that nobody uses. */
final class ImageOptions {
  private static final String AGE = "--image-gc-age";
  private static final String HIGH = "--image-gc-disk-high";
  private static final String LOW = "--image-gc-disk-low";
  private static final String DRY_RUN = "--image-gc-dry-run";

  /** How far below the upper bound the lower one is, unless it is given. */
  private static final int USUAL_GAP = 5;

  private static final int ALL = 100;

  private ImageOptions() {}

  static void declare(ArgumentParser parser) {
    parser
        .addArgument(AGE)
        .type(Integer.class)
        .metavar("HOURS")
        .help("remove images that this agent used and nobody has needed for so long");
    parser
        .addArgument(HIGH)
        .type(Integer.class)
        .metavar("PERCENT")
        .help(
            "remove images that this agent used and nobody needs now, longest unused first, when so"
                + " much of the engine's disk is full");
    parser
        .addArgument(LOW)
        .type(Integer.class)
        .metavar("PERCENT")
        .help("until less than this is full; " + USUAL_GAP + " below the other if not given");
    parser
        .addArgument(DRY_RUN)
        .action(Arguments.storeTrue())
        .help("only say in the log, and under /images, which images would be removed");
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when a value is wrong, or says nothing without another
   */
  static ImageRules parse(Namespace given) {
    Integer hours = given.getInt("image_gc_age");
    boolean dryRun = given.getBoolean("image_gc_dry_run");
    ImageRules.Disk disk =
        disk(given.getInt("image_gc_disk_high"), given.getInt("image_gc_disk_low"));
    if (dryRun && hours == null && disk == null) {
      throw new IllegalArgumentException(DRY_RUN + " needs " + AGE + " or " + HIGH);
    }
    return new ImageRules(
        hours == null ? null : Duration.ofHours(OptionValues.positive(AGE, hours)), disk, dryRun);
  }

  private static ImageRules.@Nullable Disk disk(@Nullable Integer high, @Nullable Integer low) {
    if (high == null) {
      if (low != null) {
        throw new IllegalArgumentException(LOW + " needs " + HIGH);
      }
      return null;
    }
    OptionValues.between(HIGH, high, 1, ALL);
    int until = low == null ? Math.max(1, high - USUAL_GAP) : low;
    OptionValues.between(LOW, until, 1, high);
    return new ImageRules.Disk(high, until);
  }
}
