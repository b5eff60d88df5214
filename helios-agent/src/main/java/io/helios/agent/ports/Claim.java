package io.helios.agent.ports;

import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A port that another task holds.
 *
 * @param ip literal address; null for all
 */
public record Claim(JobId holder, int port, String protocol, @Nullable String ip) {
  private static final String ALL_V4 = "0.0.0.0";
  private static final String ALL_V6 = "::";

  boolean clashesWith(int otherPort, String otherProtocol, @Nullable String otherIp) {
    return port == otherPort
        && protocol.equals(otherProtocol)
        && (isAll(ip) || isAll(otherIp) || (ip != null && ip.equals(otherIp)));
  }

  private static boolean isAll(@Nullable String address) {
    return address == null || address.equals(ALL_V4) || address.equals(ALL_V6);
  }
}
