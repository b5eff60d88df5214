package io.helios.events;

/**
 * Makes the sender of a plugin; named in {@code
 * META-INF/services/io.helios.events.EventSenderFactory} of its jar. What else it needs to know it
 * reads from the environment or files of its own.
 */
public interface EventSenderFactory {
  /** The sender; called once, when the master starts. Must not wait for whoever listens. */
  EventSender create();
}
