package io.helios.coordination.layout;

import io.helios.model.json.Contents;
import java.util.List;

/**
 * Tells the agent of a host that was deregistered to stop what it ran there.
 *
 * @param hostId the agent's identity; an agent of another identity ignores the order
 * @param undeploys what was deployed
 */
public record DeregistrationOrder(String hostId, List<UndeployOrder> undeploys) {
  public DeregistrationOrder {
    Contents.required("hostId of a deregistration", hostId);
    undeploys = Contents.list("undeploys", undeploys);
  }
}
