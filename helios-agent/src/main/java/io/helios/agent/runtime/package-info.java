/**
 * Containers on this host, behind one interface in our own types: {@link
 * io.helios.agent.runtime.ContainerRuntime}. The Docker engine is known to {@code runtime.docker}
 * alone.
 */
@NullMarked
package io.helios.agent.runtime;

import org.jspecify.annotations.NullMarked;
