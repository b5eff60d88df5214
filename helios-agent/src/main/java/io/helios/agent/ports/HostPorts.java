package io.helios.agent.ports;

import org.jspecify.annotations.Nullable;

/** What the host says of a port. */
@FunctionalInterface
public interface HostPorts {
  /**
   * Whether nobody listens there now. Nothing is reserved by asking.
   *
   * @param ip literal address; null for all
   */
  boolean isFree(int port, String protocol, @Nullable String ip);
}
