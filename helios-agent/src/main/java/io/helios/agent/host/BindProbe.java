package io.helios.agent.host;

import io.helios.agent.ports.HostPorts;
import io.helios.model.job.PortMapping;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the host by binding the port for a moment. Of use only in the host's own network.
 *
 * <p>That a port cannot be bound does not mean that somebody has it: the address may not be this
 * host's, or the port be reserved for others. Then the engine is left to say so.
 */
public final class BindProbe implements HostPorts {
  private final Sockets sockets;

  public BindProbe() {
    this(new Sockets(Path.of("/proc")));
  }

  BindProbe(Sockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public boolean isFree(int port, String protocol, @Nullable String ip) {
    try {
      bind(port, protocol, ip);
      return true;
    } catch (IOException refused) {
      return !sockets.isOpen(port, protocol);
    }
  }

  @Override
  public Optional<String> holder(int port, String protocol) {
    return sockets.holder(port, protocol);
  }

  private static void bind(int port, String protocol, @Nullable String ip) throws IOException {
    InetSocketAddress address =
        ip == null
            ? new InetSocketAddress(port)
            : new InetSocketAddress(InetAddress.getByName(ip), port);
    if (protocol.equals(PortMapping.UDP)) {
      new DatagramSocket(address).close();
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      // A connection in TIME_WAIT must not make the port look taken.
      socket.setReuseAddress(true);
      socket.bind(address);
    }
  }
}
