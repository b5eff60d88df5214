/**
 * The seam to the shared tree: paths, nodes, atomic {@link Changes} and watches, in our own types.
 * {@code io.helios.coordination.tree.zookeeper} is the only place that knows ZooKeeper (beside the
 * embedded server).
 */
@NullMarked
package io.helios.coordination.tree;

import org.jspecify.annotations.NullMarked;
