package io.helios.agent.reconcile;

/** Something that is being done on another thread. */
interface Work {
  /** Gives it up; false if it has ended, or is ending, by itself. */
  boolean giveUp();
}
