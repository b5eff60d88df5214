package io.helios.agent.image;

/** What becomes of an image, and why. */
enum Verdict {
  /** Stays: the agent has neither fetched nor used it. */
  FOREIGN,
  /** Stays: a container was made of it, anybody's. */
  IN_USE,
  /** Stays: a deployment on this host asks for it. */
  DEPLOYED,
  /** Stays: it has a name that no job here has asked for, so somebody else wants it. */
  NAMED_BY_OTHERS,
  /** Stays: it was of use a few minutes ago. */
  RECENT,
  /** Stays: nobody uses it, but it is not old enough, and there is space. */
  UNUSED,
  /** Goes: it has been unused for too long. */
  TOO_OLD,
  /** Goes: the disk is too full. */
  DISK_FULL;

  boolean goes() {
    return this == TOO_OLD || this == DISK_FULL;
  }
}
