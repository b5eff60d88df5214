/**
 * The Docker engine as a {@link io.helios.agent.runtime.ContainerRuntime}: {@link
 * io.helios.agent.runtime.docker.DockerRuntime}. The only package that knows docker-java; nothing
 * of it leaves.
 */
@NullMarked
package io.helios.agent.runtime.docker;

import org.jspecify.annotations.NullMarked;
