package io.helios.model.host;

import io.helios.model.json.Contents;
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
  public AgentInfo {
    inputArguments = Contents.list("inputArguments", inputArguments);
  }
}
