package io.helios.agent.runtime;

import org.jspecify.annotations.Nullable;

/** Something the engine could not do. The message is fit for a user. */
public final class RuntimeFailure extends Exception {
  /** What can be done about it. */
  public enum Kind {
    /** The registry does not know the image. */
    IMAGE_MISSING,
    /**
     * The image could not be fetched for another reason (registry away, no permission, too slow).
     */
    IMAGE_PULL_FAILED,
    /** A port that the container needs was seen to be taken, before anything was done. */
    PORT_HELD,
    /** A port that the container needs turned out to be taken when it was started. */
    PORT_TAKEN,
    /** The engine refuses what was asked, and will again. */
    REFUSED,
    /** The engine does not answer: look again later. */
    UNAVAILABLE,
    /** Anything else. */
    BROKEN
  }

  private final Kind kind;
  private final @Nullable Integer port;

  public RuntimeFailure(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, null, message, cause);
  }

  private RuntimeFailure(
      Kind kind, @Nullable Integer port, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.port = port;
  }

  /** A failure over a port of the host that somebody else has. */
  public static RuntimeFailure ofPort(
      Kind kind, int port, String message, @Nullable Throwable cause) {
    return new RuntimeFailure(kind, port, message, cause);
  }

  /** The port that it is about; null if about none, or if that was not told. */
  public @Nullable Integer port() {
    return port;
  }

  public Kind kind() {
    return kind;
  }
}
