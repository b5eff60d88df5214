package io.helios.coordination.layout;

import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import java.util.Map;

/** What an agent says of its host, as a whole; written every minute. */
public record HostReport(HostInfo host, AgentInfo agent, Map<String, String> environment) {}
