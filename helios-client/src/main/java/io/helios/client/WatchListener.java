package io.helios.client;

import io.helios.model.watch.Watched;

/**
 * Gets told what a master tells, in order, on a thread that belongs to the watch. When a connection
 * is lost the watch goes on with the next master where it was; only where none can do that it
 * begins anew.
 */
public interface WatchListener {
  /** How a thing is now, or that it is gone. */
  void changed(Watched thing);

  /** Everything told so far is to be forgotten: everything that is there is told again. */
  default void reset(String reason) {}

  /** After a reset: all that is there was told. From now on come changes only. */
  default void synced() {}

  /** The master has lost ZooKeeper: what was told may be old. */
  default void stale() {}

  /** The master has found ZooKeeper again, and told what had changed. */
  default void live() {}

  /** A master tells: it goes on where the last one ended, or begins anew. */
  default void connected() {}

  /** The connection has ended; others are tried until one tells again. */
  default void disconnected() {}

  /**
   * No more will come: the masters do not know how to be watched, or refuse what was asked. Not
   * called after {@link Watch#close}.
   */
  default void ended(HeliosException why) {}
}
