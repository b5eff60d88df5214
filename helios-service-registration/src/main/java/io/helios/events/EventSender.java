package io.helios.events;

import java.io.IOException;

/**
 * Carries messages to where somebody listens. Called by one thread, which is the sender's own: it
 * may block, and keeps nobody waiting but the messages behind it in a bounded buffer.
 */
public interface EventSender extends AutoCloseable {
  /**
   * Delivers one message, and returns when it is delivered. One that fails is sent again after a
   * pause, with the same content, until it is delivered or the process ends.
   *
   * @param topic {@code HeliosEvents} for everything that happens, {@code
   *     HeliosDeploymentGroupEvents} for rollouts in the predecessor's form; others may follow
   * @param message JSON object in UTF-8; must not be modified
   * @throws Exception when it was not delivered, or that is not known
   */
  void send(String topic, byte[] message) throws Exception;

  /** The process ends: frees what the sender holds. */
  @Override
  default void close() throws IOException {}
}
