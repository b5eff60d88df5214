package io.helios.agent.task;

/** What is known of the image of a deployment. */
public enum ImageKnown {
  /** Nothing: it has to be looked for. */
  UNKNOWN,
  /** It is not on this host. */
  ABSENT,
  /** It is on this host, but the registry may have a newer one. */
  PRESENT,
  /** It is on this host, and it is the one to be used. */
  READY
}
