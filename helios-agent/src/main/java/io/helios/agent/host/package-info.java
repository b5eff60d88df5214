/**
 * The machine and the process, as told to the cluster: {@link io.helios.agent.host.HostFacts}.
 * Cheap enough to be asked every minute; starts no process.
 */
@NullMarked
package io.helios.agent.host;

import org.jspecify.annotations.NullMarked;
