/** A live copy of subtrees, handed over node by node on one thread. */
@NullMarked
package io.helios.coordination.mirror;

import org.jspecify.annotations.NullMarked;
