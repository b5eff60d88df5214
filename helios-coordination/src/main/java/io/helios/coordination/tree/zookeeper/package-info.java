/**
 * The real tree. {@link ZooKeeperTree} is the door; nothing of ZooKeeper's types goes out of it. It
 * stands on ZooKeeper's own client and not on Curator: the client reconnects by itself, an expired
 * session needs one new handle, and the order of everything that is told is kept by one thread,
 * which a second layer of connection states would only blur.
 */
@NullMarked
package io.helios.coordination.tree.zookeeper;

import org.jspecify.annotations.NullMarked;
