package io.helios.agent.task;

import io.helios.model.job.Job;

/** When the registry is asked for a deployment's image; a restart never asks. */
public enum ImagePolicy {
  /** For each deployment, and what the registry says is the last word. */
  ALWAYS,
  /** For each deployment; an image that is here serves where the registry has none to give. */
  FRESH,
  /** Only if the image is not here. */
  IF_MISSING,
  /** Not at all. */
  NEVER;

  static ImagePolicy of(Job job) {
    String wanted = job.imageOptions().pullPolicy();
    return switch (wanted == null ? "" : wanted) {
      case "always" -> ALWAYS;
      case "if-missing" -> IF_MISSING;
      case "never" -> NEVER;
      default -> isMovingTag(nameOf(job)) ? FRESH : IF_MISSING;
    };
  }

  /**
   * Whether a container may be made without a look for its image first: that it is not here is told
   * by the engine then, and nobody has lost anything.
   */
  static boolean triesUnseen(Job job) {
    return of(job) == IF_MISSING && !nameOf(job).isEmpty();
  }

  /** Empty for a job without one. */
  static String nameOf(Job job) {
    String image = job.image();
    return image == null ? "" : image;
  }

  /** Whether the same name may mean another image tomorrow. */
  private static boolean isMovingTag(String image) {
    if (image.contains("@")) {
      return false;
    }
    String name = image.substring(image.lastIndexOf('/') + 1);
    int colon = name.indexOf(':');
    return colon < 0 || name.substring(colon + 1).equals("latest");
  }
}
