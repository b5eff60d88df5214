package io.helios.agent.ports;

import io.helios.model.job.PortMapping;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Asks the host by binding the port for a moment. */
public final class BindProbe implements HostPorts {
  @Override
  public boolean isFree(int port, String protocol, @Nullable String ip) {
    try {
      InetSocketAddress address =
          ip == null
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(ip), port);
      if (protocol.equals(PortMapping.UDP)) {
        try (DatagramSocket socket = new DatagramSocket(address)) {
          return socket.isBound();
        }
      }
      try (ServerSocket socket = new ServerSocket()) {
        // A connection in TIME_WAIT must not make the port look taken.
        socket.setReuseAddress(true);
        socket.bind(address);
        return true;
      }
    } catch (IOException taken) {
      return false;
    }
  }
}
