package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.model.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's address on the engine's default bridge. */
final class BridgeGateway {
  private static final String INTERFACE = "com.docker.network.bridge.name";

  private BridgeGateway() {}

  /**
   * As the engine states it. Some leave it out until they are restarted: then it is the address of
   * the bridge's interface or, where that cannot be seen (inside of a container), the first address
   * of the subnet, which engines take unless told otherwise.
   */
  static Optional<String> of(Network bridge) {
    List<Network.Ipam.Config> configs =
        Optional.ofNullable(bridge.getIpam()).map(Network.Ipam::getConfig).orElse(List.of());
    return configs.stream()
        .map(Network.Ipam.Config::getGateway)
        .filter(BridgeGateway::isV4)
        .findFirst()
        .or(() -> interfaceAddress(bridge.getOptions()))
        .or(
            () ->
                configs.stream()
                    .map(Network.Ipam.Config::getSubnet)
                    .filter(BridgeGateway::isV4)
                    .map(BridgeGateway::firstOf)
                    .findFirst());
  }

  private static boolean isV4(@Nullable String address) {
    return address != null && address.indexOf('.') > 0;
  }

  /** 172.17.0.1 for 172.17.0.0/16. */
  static String firstOf(String subnet) {
    String network = subnet.replaceFirst("/.*$", "");
    int lastDot = network.lastIndexOf('.');
    int last = Integer.parseInt(network.substring(lastDot + 1));
    return network.substring(0, lastDot + 1) + (last + 1);
  }

  private static Optional<String> interfaceAddress(@Nullable Map<String, String> options) {
    String name = options == null ? null : options.get(INTERFACE);
    if (name == null) {
      return Optional.empty();
    }
    try {
      NetworkInterface bridge = NetworkInterface.getByName(name);
      return bridge == null
          ? Optional.empty()
          : bridge
              .inetAddresses()
              .filter(address -> address instanceof Inet4Address)
              .map(InetAddress::getHostAddress)
              .findFirst();
    } catch (SocketException notToBeSeen) {
      return Optional.empty();
    }
  }
}
