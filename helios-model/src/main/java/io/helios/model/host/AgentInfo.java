package io.helios.model.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's process.
 *
 * @param uptime milliseconds
 * @param startTime epoch milliseconds
 * @param version of Helios
 */
public record AgentInfo(
    @Nullable String name,
    @Nullable String vmName,
    @Nullable String vmVendor,
    @Nullable String vmVersion,
    @Nullable String specName,
    @Nullable String specVendor,
    @Nullable String specVersion,
    List<String> inputArguments,
    long uptime,
    long startTime,
    @Nullable String version) {
  @SuppressWarnings("ConstantValue") // JSON may leave the arguments out.
  public AgentInfo {
    inputArguments = inputArguments == null ? List.of() : List.copyOf(inputArguments);
  }
}
