/**
 * The agent of one host. {@link io.helios.agent.AgentApplication} alone knows all its parts; {@link
 * io.helios.agent.AgentMain} runs it as a process.
 */
@NullMarked
package io.helios.agent;

import org.jspecify.annotations.NullMarked;
