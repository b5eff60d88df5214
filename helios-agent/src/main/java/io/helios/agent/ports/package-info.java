/**
 * Which ports of the host a task gets: decided by {@link io.helios.agent.ports.PortPlan}, which
 * asks {@link io.helios.agent.ports.HostPorts} what the host still has.
 */
@NullMarked
package io.helios.agent.ports;

import org.jspecify.annotations.NullMarked;
