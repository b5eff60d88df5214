package io.helios.master.event;

/** Where it is told what happened. */
@FunctionalInterface
public interface Events {
  /** Nobody listens. */
  Events NONE = event -> {};

  /** Tells it; never blocks and never fails. */
  void publish(Event event);
}
