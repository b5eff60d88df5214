package io.helios.cli.await;

/** What is waited for on each host. */
public enum Awaited {
  RUNNING,
  STOPPED,
  /** No container of it and no word of it any more. */
  GONE
}
