/** What is wrong with this host right now, said once when it begins and once when it ends. */
@NullMarked
package io.helios.agent.condition;

import org.jspecify.annotations.NullMarked;
