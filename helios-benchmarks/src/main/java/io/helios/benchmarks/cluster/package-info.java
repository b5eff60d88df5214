/** Real masters and real ZooKeeper in processes of their own, and what they take of the machine. */
@NullMarked
package io.helios.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
