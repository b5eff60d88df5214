package io.helios.model.api;

/** Answer to the question whether a client's version goes with this master. */
public record VersionCheckResponse(
    VersionStatus status, Version serverVersion, String recommendedVersion) {

  /** Recommends the master's own version. */
  public static VersionCheckResponse of(VersionStatus status, Version master) {
    return new VersionCheckResponse(status, master, master.toString());
  }
}
