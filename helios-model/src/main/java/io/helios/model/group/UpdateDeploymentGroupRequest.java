package io.helios.model.group;

import io.helios.model.host.HostSelector;
import io.helios.model.json.Contents;
import java.util.List;

/** The selectors that a group is to have from now on. */
public record UpdateDeploymentGroupRequest(List<HostSelector> hostSelectors) {
  public UpdateDeploymentGroupRequest {
    hostSelectors =
        Contents.list("hostSelectors", Contents.required("hostSelectors", hostSelectors));
  }
}
