package io.helios.benchmarks.option;

import java.nio.file.Path;

/** Options that name a file. */
public final class FileOption {
  private FileOption() {}

  /** The launcher runs in the source tree, wherever it was called. */
  public static Path path(String name) {
    return Path.of(System.getProperty("helios.bench.directory", "")).resolve(name);
  }
}
