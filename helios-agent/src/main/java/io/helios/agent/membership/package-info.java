/**
 * This agent's place in the cluster: its identity on disk, the cluster it belongs to, its
 * registration under the host's name, and what it says of the host as a whole.
 */
@NullMarked
package io.helios.agent.membership;

import org.jspecify.annotations.NullMarked;
