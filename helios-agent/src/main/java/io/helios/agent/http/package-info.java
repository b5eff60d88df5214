/**
 * The agent's own HTTP, on the JDK's server: what it works on, and for its operator whether it is
 * well. Enter through {@link io.helios.agent.http.AgentHttp}; what is shown comes through small
 * interfaces of this package.
 */
@NullMarked
package io.helios.agent.http;

import org.jspecify.annotations.NullMarked;
