package io.helios.agent.ports;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the host says of a port. */
@FunctionalInterface
public interface HostPorts {
  /** Where the host cannot be asked, because the agent lives elsewhere: the engine will tell. */
  HostPorts UNKNOWN = (port, protocol, ip) -> true;

  /**
   * Whether nobody has it now, as far as can be seen. Nothing is reserved by asking.
   *
   * @param ip literal address; null for all
   */
  boolean isFree(int port, String protocol, @Nullable String ip);

  /** Who has it, in words; empty when that cannot be seen. May take a while: it looks around. */
  default Optional<String> holder(int port, String protocol) {
    return Optional.empty();
  }
}
