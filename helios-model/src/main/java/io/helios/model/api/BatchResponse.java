package io.helios.model.api;

import io.helios.model.json.Contents;
import java.util.List;

/**
 * Answer to the same request for many hosts.
 *
 * @param results one per host, in the order of the request
 */
public record BatchResponse(List<HostResult> results) {
  public BatchResponse {
    results = Contents.list("results", results);
  }
}
