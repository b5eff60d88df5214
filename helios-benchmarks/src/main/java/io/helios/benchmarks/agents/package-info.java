/**
 * Hundreds of real agents in one process: all of the agent's own code, each with its own session
 * with ZooKeeper and its own state directory, on an engine that is simulated and takes the time
 * that a real one takes. Enter through {@link io.helios.benchmarks.agents.AgentFleet}.
 */
@NullMarked
package io.helios.benchmarks.agents;

import org.jspecify.annotations.NullMarked;
