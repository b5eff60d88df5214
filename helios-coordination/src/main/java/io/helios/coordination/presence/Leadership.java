package io.helios.coordination.presence;

import io.helios.coordination.tree.Subscription;
import java.util.Optional;

/**
 * Whether this master is the one that does what needs to be done once per cluster. Ask at each use:
 * an answer is out of date as soon as it was given, and a process that was stopped for long may
 * take itself for the leader a moment after another one became it. So leading saves work and
 * conflicts; what makes writes safe are the versions they carry.
 */
public interface Leadership extends AutoCloseable {

  /** Whether this master leads, as far as it knows; false whenever it is not connected. */
  boolean isLeading();

  /** Owner of the master that leads, as last seen; empty when nobody does or it is not known. */
  Optional<String> leader();

  /**
   * Calls it whenever {@link #isLeading} may have changed, on a thread of this object; it must
   * return quickly. It is not called for how things stand now.
   */
  Subscription onChange(Runnable listener);

  /** Gives leadership up, if it has it, and does not seek it any more. */
  @Override
  void close();
}
