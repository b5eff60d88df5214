/**
 * The machine and the process: as told to the cluster, {@link io.helios.agent.host.HostFacts},
 * cheap enough to be asked every minute; and who has which port, {@link
 * io.helios.agent.host.BindProbe}. Starts no process.
 */
@NullMarked
package io.helios.agent.host;

import org.jspecify.annotations.NullMarked;
