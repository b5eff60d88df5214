/**
 * What is said about tasks: {@link io.helios.agent.status.StatusDeriver} works it out from the same
 * facts that decide what to do, {@link io.helios.agent.status.TreeStatus} tells it to the cluster.
 */
@NullMarked
package io.helios.agent.status;

import org.jspecify.annotations.NullMarked;
