/**
 * ZooKeeper inside this process, for solo and for tests of whole clusters: {@link
 * EmbeddedZooKeeper}.
 */
@NullMarked
package io.helios.coordination.embedded;

import org.jspecify.annotations.NullMarked;
