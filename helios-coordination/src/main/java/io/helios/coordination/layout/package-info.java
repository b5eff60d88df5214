/**
 * What stands where in the tree: {@link Paths} and the values stored there. Nothing else builds
 * paths.
 */
@NullMarked
package io.helios.coordination.layout;

import org.jspecify.annotations.NullMarked;
