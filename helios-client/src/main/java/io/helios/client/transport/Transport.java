package io.helios.client.transport;

import java.io.IOException;
import java.time.Duration;

/** Carries one request to one master and brings the answer. Safe for use by several threads. */
public interface Transport extends AutoCloseable {
  /**
   * Sends and waits for the whole answer; any HTTP status is an answer. Redirects are not followed.
   *
   * @param timeout for connecting, and again for each silence while waiting; more than zero
   * @throws java.net.ConnectException when no connection came about, so that nothing was sent
   * @throws java.net.UnknownHostException when the name does not resolve
   * @throws java.net.SocketTimeoutException when the time was up
   * @throws IOException when the connection broke or the peer does not speak HTTP
   */
  Reply send(Call call, Duration timeout) throws IOException, InterruptedException;

  /** Whether {@code PATCH} can be sent. */
  boolean canPatch();

  @Override
  default void close() {}
}
