/** What an agent counts of its own work, for monitoring. */
@NullMarked
package io.helios.agent.metric;

import org.jspecify.annotations.NullMarked;
