package io.helios.agent.image;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which images an operator wants to have removed.
 *
 * @param unusedFor how long an image may be unused; null for ever
 * @param disk how full the engine's disk may become; null for any
 * @param dryRun whether it is only said what would be removed
 */
public record ImageRules(@Nullable Duration unusedFor, @Nullable Disk disk, boolean dryRun) {
  public static final ImageRules OFF = new ImageRules(null, null, false);

  /**
   * Bounds of the engine's disk, in percent of it.
   *
   * @param high from here on images are removed
   * @param low until less than that is in use
   */
  public record Disk(int high, int low) {}

  /** Whether any image may ever be removed. */
  public boolean areOn() {
    return unusedFor != null || disk != null;
  }
}
