package io.helios.model.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a client's version goes with a master's; the literal stands in the header {@code
 * Helios-Version-Status}. No literal may be added, published clients know these.
 */
public enum VersionStatus {
  /** The client did not say. */
  MISSING,
  /** The client said something that is no version; its request is refused. */
  INVALID,
  /** The same version. */
  EQUAL,
  /** Another major version; the request is refused. */
  INCOMPATIBLE,
  /** The master is at least as new. */
  COMPATIBLE,
  /** The client is newer than the master and may ask for what the master does not have. */
  MAYBE;

  /**
   * Compares what a client announced with the master's version. The published client line 0.x gets
   * along with every newer major version too.
   *
   * @param client as in the header {@code Helios-Version}; null or empty when it did not say
   */
  public static VersionStatus of(@Nullable String client, Version master) {
    if (client == null || client.isEmpty()) {
      return MISSING;
    }
    Optional<Version> version = Version.parse(client);
    return version.isEmpty() ? INVALID : compare(version.get(), master);
  }

  /** Whether a master serves such a client at all. */
  public boolean isServed() {
    return this != INVALID && this != INCOMPATIBLE;
  }

  private static VersionStatus compare(Version client, Version master) {
    if (client.equals(master)) {
      return EQUAL;
    }
    if (client.major() != master.major()) {
      return client.major() == 0 ? COMPATIBLE : INCOMPATIBLE;
    }
    return client.minor() > master.minor() ? MAYBE : COMPATIBLE;
  }
}
