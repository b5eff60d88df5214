/**
 * Images that are no longer used are taken off the host, where an operator wants that. {@link
 * io.helios.agent.image.ImagePlan} decides from facts alone; {@link
 * io.helios.agent.image.ImageCollector} gathers them and carries out.
 */
@NullMarked
package io.helios.agent.image;

import org.jspecify.annotations.NullMarked;
