package io.helios.model.group;

import io.helios.model.host.HostStatus;
import io.helios.model.json.Contents;
import java.util.Map;

/** A host that selectors choose. */
public record MatchedHost(
    String host, HostStatus.Status status, Map<String, String> labels, boolean matches) {
  public MatchedHost {
    Contents.required("host", host);
    Contents.required("status of a host", status);
    labels = Contents.map("labels", labels);
  }
}
