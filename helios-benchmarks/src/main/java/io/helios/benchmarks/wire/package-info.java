/**
 * Thousands of connections on one thread: HTTP to masters, ZooKeeper's own protocol for light
 * agents. ZooKeeper's client would take two threads for each session, and the load generator would
 * measure mostly itself.
 */
@NullMarked
package io.helios.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
