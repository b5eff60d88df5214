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
    /** A port of the host that the container needs is taken. */
    PORT_TAKEN,
    /** The engine refuses what was asked, and will again. */
    REFUSED,
    /** The engine does not answer: look again later. */
    UNAVAILABLE,
    /** Anything else. */
    BROKEN
  }

  private final Kind kind;

  public RuntimeFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
