package io.helios.model.job;

import java.util.function.Consumer;

/** Rules about what is mounted into the container. */
final class MountRules {
  private MountRules() {}

  static void check(Job job, Consumer<String> problems) {
    job.volumes().forEach((path, source) -> volume(path, source, problems));
    for (String mountPoint : job.ramdisks().keySet()) {
      if (!mountPoint.startsWith("/")) {
        problems.accept("Ramdisk mount point is not absolute: " + mountPoint);
      }
      if (job.volumes().keySet().stream().map(MountRules::container).anyMatch(mountPoint::equals)) {
        problems.accept("Ramdisk mount point used by volume: " + mountPoint);
      }
    }
  }

  private static void volume(String path, String source, Consumer<String> problems) {
    if (!path.startsWith("/")) {
      problems.accept("Volume path is not absolute: " + path);
    } else if (source.contains("/") && !source.startsWith("/")) {
      problems.accept("Volume source is not absolute: " + source);
    } else if (path.equals("/") || !isWellFormed(path)) {
      problems.accept("Invalid volume path: " + path);
    }
  }

  /** At most one colon, and something behind it. */
  private static boolean isWellFormed(String path) {
    int colon = path.indexOf(':');
    return colon < 0 || (colon == path.lastIndexOf(':') && colon < path.length() - 1);
  }

  private static String container(String path) {
    int colon = path.indexOf(':');
    return colon < 0 ? path : path.substring(0, colon);
  }
}
