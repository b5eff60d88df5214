/**
 * The real tree. {@link ZooKeeperTree} is the door; nothing of Curator's or ZooKeeper's types goes
 * out of it. Curator connects, keeps the session and replaces it when it has expired. The calls and
 * the watches go to the session itself: Curator's own drop the zxids of answers and events, retry
 * where the caller has to know, and tell of the connection out of step with the events.
 */
@NullMarked
package io.helios.coordination.tree.zookeeper;

import org.jspecify.annotations.NullMarked;
