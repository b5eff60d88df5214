package io.helios.model.job;

import org.jspecify.annotations.Nullable;

/**
 * One port of a container.
 *
 * @param internalPort port inside the container
 * @param externalPort port on the host; null means the agent picks one
 * @param protocol {@code tcp} or {@code udp}
 * @param ip literal address on the host to bind to; null binds all
 */
public record PortMapping(
    int internalPort, @Nullable Integer externalPort, String protocol, @Nullable String ip) {
  public static final String TCP = "tcp";
  public static final String UDP = "udp";

  @SuppressWarnings("ConstantValue") // JSON may leave the protocol out.
  public PortMapping {
    protocol = protocol == null ? TCP : protocol;
    if (ip != null && !IpAddress.isLiteral(ip)) {
      throw new IllegalArgumentException(ip + " is not a valid IP address.");
    }
  }

  public static PortMapping of(int internalPort) {
    return new PortMapping(internalPort, null, TCP, null);
  }

  public static PortMapping of(int internalPort, int externalPort) {
    return new PortMapping(internalPort, externalPort, TCP, null);
  }

  public PortMapping withExternalPort(int port) {
    return new PortMapping(internalPort, port, protocol, ip);
  }
}
