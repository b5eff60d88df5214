package io.helios.coordination.layout;

import java.util.List;

/**
 * Tells the agent of a host that was deregistered to stop what it ran there.
 *
 * @param hostId the agent's identity; an agent of another identity ignores the order
 * @param undeploys what was deployed
 */
public record DeregistrationOrder(String hostId, List<UndeployOrder> undeploys) {}
