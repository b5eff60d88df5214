/**
 * Thousands of hosts in one process: each light agent does to ZooKeeper what a real agent does, and
 * its containers take the time that they take on a real engine. Enter through {@link
 * io.helios.benchmarks.fleet.LightFleet}.
 */
@NullMarked
package io.helios.benchmarks.fleet;

import org.jspecify.annotations.NullMarked;
