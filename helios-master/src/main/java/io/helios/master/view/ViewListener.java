package io.helios.master.view;

/**
 * Hears what happens to the view, on the view's own thread: must return at once, for everything
 * waits for it. Put what is to be looked at on a queue, or wake somebody.
 */
public interface ViewListener {
  /** A batch is in the view; never called with an empty one. */
  void changed(ViewChange change);

  /**
   * The view is complete: the first time, after each time of being stale, and at once for whoever
   * subscribes to a live view. Before this one there is no need to look; now look at everything.
   */
  default void live(long revision) {}

  /** The view may be old from now on. */
  default void stale() {}
}
