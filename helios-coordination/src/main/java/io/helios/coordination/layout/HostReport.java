package io.helios.coordination.layout;

import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.json.Contents;
import java.util.Map;

/** What an agent says of its host, as a whole; written every minute. */
public record HostReport(HostInfo host, AgentInfo agent, Map<String, String> environment) {
  public HostReport {
    Contents.required("host of a report", host);
    Contents.required("agent of a report", agent);
    environment = Contents.map("environment", environment);
  }
}
